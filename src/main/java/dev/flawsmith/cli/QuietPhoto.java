package dev.flawsmith.cli;

import dev.flawsmith.image.PixelImage;
import java.util.OptionalDouble;

/**
 * How much happens in a picture: the sum of the mean absolute difference of neighbours and of the standard deviation of the
 * means of its blocks of {@value #BLOCK} by {@value #BLOCK} pixels, in grey levels. Stateless.
 */
final class QuietPhoto {
    static final int BLOCK = 8;
    static final int DARK = 40;
    static final int BRIGHT = 215;

    private QuietPhoto() {}

    /** That sum of a grey picture; empty where its mean is dark or bright ({@value #DARK}, {@value #BRIGHT}). */
    static OptionalDouble unrest(PixelImage grey) {
        double gradient = 0;
        int pairs = 0;
        int across = grey.width() / BLOCK;
        int down = grey.height() / BLOCK;
        double[] means = new double[across * down];
        double mean = 0;
        for (int y = 0; y < grey.height(); y++) {
            for (int x = 0; x < grey.width(); x++) {
                int value = grey.sample(y, x, 0);
                mean += value;
                if (y / BLOCK < down && x / BLOCK < across) {
                    means[y / BLOCK * across + x / BLOCK] += value / (double) (BLOCK * BLOCK);
                }
                if (x + 1 < grey.width()) {
                    gradient += Math.abs(value - grey.sample(y, x + 1, 0));
                    pairs++;
                }
                if (y + 1 < grey.height()) {
                    gradient += Math.abs(value - grey.sample(y + 1, x, 0));
                    pairs++;
                }
            }
        }
        mean /= (double) grey.width() * grey.height();
        return mean < DARK || mean > BRIGHT
                ? OptionalDouble.empty()
                : OptionalDouble.of(gradient / pairs + deviation(means));
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
