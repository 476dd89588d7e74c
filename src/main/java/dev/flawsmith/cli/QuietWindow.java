package dev.flawsmith.cli;

import dev.flawsmith.image.PixelImage;
import java.util.Optional;

/**
 * The window of a photo in which least happens: that of the least sum of the mean absolute difference of neighbours and of the
 * standard deviation of the means of its blocks of {@value #BLOCK} by {@value #BLOCK} pixels, in grey levels; of windows at every
 * {@value #STEP} pixels, whose mean is neither dark nor bright ({@value #DARK} to {@value #BRIGHT}).
 *
 * @param left column where it begins
 * @param top row where it begins
 * @param unrest that sum
 */
record QuietWindow(int left, int top, double unrest) {
    static final int BLOCK = 8;
    static final int STEP = 4;
    static final int DARK = 40;
    static final int BRIGHT = 215;

    /** That of a grey photo; empty where it is smaller than a window, or dark or bright all over. */
    static Optional<QuietWindow> in(PixelImage grey, int side) {
        QuietWindow best = null;
        for (int top = 0; top + side <= grey.height(); top += STEP) {
            for (int left = 0; left + side <= grey.width(); left += STEP) {
                QuietWindow window = new QuietWindow(left, top, unrest(grey, left, top, side));
                if (best == null || window.unrest < best.unrest) {
                    best = window;
                }
            }
        }
        return Optional.ofNullable(best).filter(window -> window.unrest < Double.POSITIVE_INFINITY);
    }

    private static double unrest(PixelImage grey, int left, int top, int side) {
        double gradient = 0;
        int pairs = 0;
        int blocks = side / BLOCK;
        double[] means = new double[blocks * blocks];
        double mean = 0;
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                int value = grey.sample(y, x, 0);
                mean += value;
                int row = (y - top) / BLOCK;
                int column = (x - left) / BLOCK;
                if (row < blocks && column < blocks) {
                    means[row * blocks + column] += value / (double) (BLOCK * BLOCK);
                }
                if (x + 1 < left + side) {
                    gradient += Math.abs(value - grey.sample(y, x + 1, 0));
                    pairs++;
                }
                if (y + 1 < top + side) {
                    gradient += Math.abs(value - grey.sample(y + 1, x, 0));
                    pairs++;
                }
            }
        }
        mean /= (double) side * side;
        return mean < DARK || mean > BRIGHT ? Double.POSITIVE_INFINITY : gradient / pairs + deviation(means);
    }

    private static double deviation(double[] values) {
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value;
            squares += value * value;
        }
        double mean = sum / values.length;
        return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
    }
}
