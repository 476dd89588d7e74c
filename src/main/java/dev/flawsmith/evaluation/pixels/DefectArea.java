package dev.flawsmith.evaluation.pixels;

import dev.flawsmith.image.PixelImage;
import java.util.Arrays;

/**
 * How much of an image stands out from its background, without any label: the share of pixels whose difference from the
 * image blurred by a Gaussian of {@code side / 8} lies more than {@value #DEVIATIONS} robust standard deviations
 * ({@code 1.4826 ·} the median absolute deviation) from the median difference, and more than one grey level. About 0.003
 * for Gaussian texture; it counts small marks, not one that covers half of the image.
 */
final class DefectArea {
    private static final double DEVIATIONS = 3;
    private static final double MAD_TO_DEVIATION = 1.4826;

    private DefectArea() {}

    /** The share, in [0, 1]. */
    static double of(PixelImage grey) {
        int side = grey.width();
        double[] kernel = kernel(side / 8.0);
        double[] values = new double[side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = grey.sample(i / side, i % side, 0);
        }
        double[] background = blurredTransposed(blurredTransposed(values, side, kernel), side, kernel);
        double[] differences = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            differences[i] = values[i] - background[i];
        }
        double median = median(differences);
        double[] deviations = Arrays.stream(differences)
                .map(difference -> Math.abs(difference - median))
                .toArray();
        double limit = Math.max(1, DEVIATIONS * MAD_TO_DEVIATION * median(deviations));
        return Arrays.stream(deviations).filter(deviation -> deviation > limit).count() / (double) values.length;
    }

    private static double[] kernel(double sigma) {
        int radius = (int) Math.ceil(2.5 * sigma);
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = Math.exp(-(i - radius) * (i - radius) / (2 * sigma * sigma));
            sum += kernel[i];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    /** Blurs along rows, mirrored at the edges, and transposes: twice is both directions. */
    private static double[] blurredTransposed(double[] values, int side, double[] kernel) {
        int radius = kernel.length / 2;
        double[] blurred = new double[values.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double sum = 0;
                for (int k = 0; k < kernel.length; k++) {
                    int at = x + k - radius;
                    int inside = at < 0 ? -1 - at : at >= side ? 2 * side - 1 - at : at;
                    sum += kernel[k] * values[y * side + inside];
                }
                blurred[x * side + y] = sum;
            }
        }
        return blurred;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
