package dev.flawsmith.synthesis;

import dev.flawsmith.guard.JudgeablePart;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.sampling.Noise;
import org.jspecify.annotations.Nullable;

/**
 * A part of a photo of the form that defects have, at a random place: an ellipse of an aspect from 1 to {@value Blob#MOST_ASPECT}
 * (log-uniform), turned by any angle, its edge moved in and out by harmonics of the orders 2 to {@value Blob#LAST_HARMONIC} of up
 * to {@value Blob#ROUGHNESS} of the radius, less the higher the order. Its area is log-uniform from {@value #LEAST_AREA} to
 * {@value #MOST_AREA} of the model's window; it lies a sixteenth of the window's shorter side, at least a pixel, away from
 * the photo's edges, and leaves as much of the window free on either side; the place is uniform over what that allows.
 * Forms that the guard could not judge ({@link JudgeablePart}) are drawn again, with the same area, at most
 * {@value #TRIES} times, and after that a disc of the smallest area is taken. Whether there is a guard plays no part in it.
 *
 * <p>All of it is a function of seed and sizes: uniform numbers of the image's own {@link Noise} at attempt 0, under a draw
 * number of their own, which no trajectory uses (those take normal values).
 *
 * @param left column of the photo where the model's window around it begins
 * @param top row of the photo where that window begins
 * @param part it within the window
 */
record DefectShape(int left, int top, PixelMask part) {
    /** Of the window. */
    static final double LEAST_AREA = 0.08;
    /** Of the window. */
    static final double MOST_AREA = 0.25;
    /** Forms that are tried. */
    static final int TRIES = 64;

    private static final int DRAW = 0x5ea5;
    /** Uniform numbers of one try: two of the place and the form's. */
    private static final int NUMBERS = 2 + Blob.NUMBERS;

    private static final int MARGINS = 16;

    /**
     * Draws one.
     *
     * @param width of the photo, at least the window's
     * @param height of the photo, at least the window's
     * @param seed the image's own
     * @throws IllegalArgumentException if nothing of the smallest area fits the window, which is then far from square
     */
    static DefectShape somewhere(int width, int height, ImageShape window, long seed) {
        Noise noise = new Noise(seed, 0);
        double area = LEAST_AREA * StrictMath.pow(MOST_AREA / LEAST_AREA, noise.uniform(DRAW, 0));
        for (int trial = 0; trial < TRIES; trial++) {
            int at = 1 + trial * NUMBERS;
            Blob blob = Blob.drawn(noise, DRAW, at + 2, area * window.width() * window.height());
            DefectShape shape =
                    placed(blob, width, height, window, noise.uniform(DRAW, at), noise.uniform(DRAW, at + 1));
            if (shape != null && JudgeablePart.shortfall(shape.part).isEmpty()) {
                return shape;
            }
        }
        Blob smallest = Blob.disc(LEAST_AREA * window.width() * window.height());
        DefectShape disc = placed(smallest, width, height, window, noise.uniform(DRAW, 1), noise.uniform(DRAW, 2));
        if (disc == null) {
            throw new IllegalArgumentException(
                    "expected a window that a disc of " + LEAST_AREA + " of its area fits, found " + window);
        }
        return disc;
    }

    /** It as a mask of the photo. */
    PixelMask mask(int width, int height) {
        boolean[] marked = new boolean[width * height];
        boolean[] within = part.marked();
        for (int y = 0; y < part.height(); y++) {
            System.arraycopy(within, y * part.width(), marked, (top + y) * width + left, part.width());
        }
        return new PixelMask(width, height, marked);
    }

    /** A blob at a place; null where it does not fit the window. */
    private static @Nullable DefectShape placed(
            Blob blob, int width, int height, ImageShape window, double across, double down) {
        int margin = Math.max(1, Math.min(window.width(), window.height()) / MARGINS);
        Blob.Extent extent = blob.extent();
        if (extent.width() > window.width() - 2 * margin || extent.height() > window.height() - 2 * margin) {
            return null;
        }
        int x = margin + (int) (across * (width - 2 * margin - extent.width() + 1));
        int y = margin + (int) (down * (height - 2 * margin - extent.height() + 1));
        int left = Canvas.windowStart(x, extent.width(), window.width(), width);
        int top = Canvas.windowStart(y, extent.height(), window.height(), height);
        double centreX = x - extent.left() - left;
        double centreY = y - extent.top() - top;
        boolean[] marked = new boolean[window.width() * window.height()];
        for (int i = 0; i < marked.length; i++) {
            int column = i % window.width();
            int row = i / window.width();
            marked[i] = blob.has(column + 0.5 - centreX, row + 0.5 - centreY);
        }
        return new DefectShape(left, top, new PixelMask(window.width(), window.height(), marked));
    }
}
