package dev.flawsmith.dataset.procedural;

import dev.flawsmith.image.PixelImage;

/** Measurements on made pictures that several tests need. */
final class Samples {
    private Samples() {}

    /** Pixels inside a mask. */
    static int area(PixelImage mask) {
        int area = 0;
        for (byte b : mask.samples()) {
            area += b != 0 ? 1 : 0;
        }
        return area;
    }

    /** Mean absolute change inside the mask, grey levels. */
    static double visibility(ProceduralImage made) {
        byte[] image = made.image().samples();
        byte[] normal = made.normal().samples();
        byte[] mask = made.mask().samples();
        double sum = 0;
        for (int p = 0; p < mask.length; p++) {
            sum += mask[p] == 0 ? 0 : Math.abs((image[p] & 0xff) - (normal[p] & 0xff));
        }
        return sum / area(made.mask());
    }

    /** Pearson's correlation of two pictures of one size. */
    static double correlation(PixelImage one, PixelImage other) {
        return dot(standardised(one), standardised(other));
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Samples less their mean, scaled to length 1. */
    static double[] standardised(PixelImage image) {
        byte[] samples = image.samples();
        double mean = 0;
        for (byte b : samples) {
            mean += (b & 0xff) / (double) samples.length;
        }
        double[] values = new double[samples.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (samples[i] & 0xff) - mean;
        }
        double length = Math.sqrt(dot(values, values));
        for (int i = 0; i < values.length; i++) {
            values[i] /= length;
        }
        return values;
    }

    /** Every 2x2 block of a one-channel picture averaged. */
    static PixelImage halved(PixelImage image) {
        int width = image.width() / 2;
        int height = image.height() / 2;
        byte[] samples = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int sum = image.sample(2 * y, 2 * x, 0)
                        + image.sample(2 * y, 2 * x + 1, 0)
                        + image.sample(2 * y + 1, 2 * x, 0)
                        + image.sample(2 * y + 1, 2 * x + 1, 0);
                samples[y * width + x] = (byte) ((sum + 2) / 4);
            }
        }
        return new PixelImage(width, height, 1, samples);
    }
}
