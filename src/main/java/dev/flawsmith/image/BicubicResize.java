package dev.flawsmith.image;

/**
 * Pillow's bicubic resizing of float images (mode {@code F}), which clean-fid uses (Parmar, Zhang and Zhu, "On Aliased
 * Resizing and Surprising Subtleties in GAN Evaluation", CVPR 2022): Keys' kernel with {@code a = -0.5} (Keys 1981, eq. 4),
 * stretched by the ratio where the image shrinks, so that it averages; taps beyond an edge are left out and the rest
 * rescaled. Columns first, then rows, float32 between the two and float64 sums within, as Pillow does. Nothing is rounded
 * to bytes.
 */
public final class BicubicResize {
    private static final double A = -0.5;
    private static final double REACH = 2;

    private BicubicResize() {}

    /**
     * Resizes to exactly the given size, whatever that does to the aspect ratio.
     *
     * @return {@code [channels, height, width]} (CHW), grey levels clipped to [0, 255]
     * @throws IllegalArgumentException if a side is below 1
     */
    public static float[] resize(PixelImage image, int width, int height) {
        float[] resized = new float[Math.multiplyExact(image.channels(), width * height)];
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = plane(image, c);
            float[] out = resize(plane, image.width(), image.height(), width, height);
            for (int p = 0; p < out.length; p++) {
                resized[c * out.length + p] = Math.max(0, Math.min(255, out[p]));
            }
        }
        return resized;
    }

    /** One plane, row by row, not clipped. */
    static float[] resize(float[] plane, int fromWidth, int fromHeight, int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "expected width and height of at least 1, found " + width + "x" + height);
        }
        float[] across = fromWidth == width ? plane : rows(plane, fromWidth, fromHeight, width);
        if (fromHeight == height) {
            return across;
        }
        float[] turned = transposed(across, width, fromHeight);
        return transposed(rows(turned, fromHeight, width, height), height, width);
    }

    private static float[] rows(float[] plane, int from, int count, int to) {
        Taps taps = new Taps(from, to);
        float[] out = new float[count * to];
        for (int y = 0; y < count; y++) {
            for (int x = 0; x < to; x++) {
                double[] weights = taps.weights[x];
                double sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += plane[y * from + taps.starts[x] + k] * weights[k];
                }
                out[y * to + x] = (float) sum;
            }
        }
        return out;
    }

    /** For each output position, where its run of inputs begins and their weights, which sum to 1. */
    private static final class Taps {
        final int[] starts;
        final double[][] weights;

        Taps(int from, int to) {
            starts = new int[to];
            weights = new double[to][];
            double scale = (double) from / to;
            double stretch = Math.max(1, scale);
            double support = REACH * stretch;
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                int first = Math.max(0, (int) (centre - support + 0.5));
                int end = Math.min(from, (int) (centre + support + 0.5));
                double[] taps = new double[end - first];
                double sum = 0;
                for (int k = 0; k < taps.length; k++) {
                    taps[k] = keys((k + first - centre + 0.5) * (1 / stretch));
                    sum += taps[k];
                }
                for (int k = 0; k < taps.length; k++) {
                    taps[k] /= sum;
                }
                starts[i] = first;
                weights[i] = taps;
            }
        }
    }

    private static double keys(double t) {
        double x = Math.abs(t);
        if (x < 1) {
            return ((A + 2) * x - (A + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }

    private static float[] plane(PixelImage image, int channel) {
        float[] plane = new float[image.width() * image.height()];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                plane[y * image.width() + x] = image.sample(y, x, channel);
            }
        }
        return plane;
    }

    private static float[] transposed(float[] plane, int width, int height) {
        float[] turned = new float[plane.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                turned[x * height + y] = plane[y * width + x];
            }
        }
        return turned;
    }
}
