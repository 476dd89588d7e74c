package dev.flawsmith.synthesis;

import dev.flawsmith.image.PixelMask;
import dev.flawsmith.model.ImageShape;
import java.util.Arrays;

/** Where a request paints into its photo, told without a mask. Immutable. */
public sealed interface Region {
    /** The one place that is drawn for each image. */
    Region SOMEWHERE = new Somewhere();

    /**
     * It as a mask.
     *
     * @param width of the photo, in pixels
     * @param height of the photo
     * @param window shape of the model's images, at most as large
     * @param seed the image's own
     * @throws IllegalArgumentException if it does not lie within the photo
     */
    PixelMask mask(int width, int height, ImageShape window, long seed);

    /**
     * A box of the photo; whether it lies within is checked with the photo.
     *
     * @param x column where it begins, in pixels of the photo
     * @param y row where it begins
     * @param width columns
     * @param height rows
     */
    record Box(int x, int y, int width, int height) implements Region {
        /** Whether it is one within a photo. */
        boolean isWithin(int photoWidth, int photoHeight) {
            return x >= 0
                    && y >= 0
                    && width >= 1
                    && height >= 1
                    && (long) x + width <= photoWidth
                    && (long) y + height <= photoHeight;
        }

        @Override
        public PixelMask mask(int photoWidth, int photoHeight, ImageShape window, long seed) {
            return mask(photoWidth, photoHeight);
        }

        /** It as a mask of a photo. */
        PixelMask mask(int photoWidth, int photoHeight) {
            if (!isWithin(photoWidth, photoHeight)) {
                throw new IllegalArgumentException(
                        "expected a box within " + photoWidth + "x" + photoHeight + ", found " + this);
            }
            boolean[] marked = new boolean[photoWidth * photoHeight];
            for (int row = y; row < y + height; row++) {
                Arrays.fill(marked, row * photoWidth + x, row * photoWidth + x + width, true);
            }
            return new PixelMask(photoWidth, photoHeight, marked);
        }

        @Override
        public String toString() {
            return width + "x" + height + " at " + x + ", " + y;
        }
    }

    /**
     * Of each image its own {@link DefectShape} at its own place, drawn from the image's seed alone: the guard's new attempts
     * at it paint into the same place.
     */
    record Somewhere() implements Region {
        /** How it is asked for. */
        public static final String NAME = "somewhere";

        @Override
        public PixelMask mask(int width, int height, ImageShape window, long seed) {
            return DefectShape.somewhere(width, height, window, seed).mask(width, height);
        }

        @Override
        public String toString() {
            return NAME;
        }
    }
}
