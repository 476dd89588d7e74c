package dev.flawsmith.image;

import java.util.Arrays;

/**
 * Resizing by exact area averages. Along an axis that shrinks, an output pixel is the mean of the input over the
 * interval that it covers, any ratio; along an axis that grows, it is linear interpolation between pixel centres, edges
 * repeated. Weights are whole numbers over a common denominator, so the result is the exact rational value, rounded half
 * up once.
 */
public final class AreaResize {
    private AreaResize() {}

    /**
     * Resizes to exactly the given size, whatever that does to the aspect ratio.
     *
     * @param width pixels of the result, at least 1
     * @param height pixels of the result, at least 1
     * @return an image of the same number of channels
     */
    public static PixelImage resize(PixelImage image, int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "expected width and height of at least 1, found " + width + "x" + height);
        }
        if (width == image.width() && height == image.height()) {
            return image;
        }
        int channels = image.channels();
        byte[] input = image.samples();
        AxisWeights columns = AxisWeights.of(image.width(), width);
        AxisWeights rows = AxisWeights.of(image.height(), height);
        long denominator = columns.denominator() * rows.denominator();
        byte[] output = new byte[width * height * channels];
        long[] sums = new long[width * channels];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            for (int k = 0; k < rows.count(y); k++) {
                int row = (rows.start(y) + k) * image.width() * channels;
                addRow(input, row, rows.weight(y, k), columns, channels, sums);
            }
            for (int i = 0; i < sums.length; i++) {
                output[y * sums.length + i] = (byte) ((2 * sums[i] + denominator) / (2 * denominator));
            }
        }
        return new PixelImage(width, height, channels, output);
    }

    private static void addRow(byte[] input, int row, long rowWeight, AxisWeights columns, int channels, long[] sums) {
        for (int x = 0; x < sums.length / channels; x++) {
            for (int c = 0; c < channels; c++) {
                long sum = 0;
                for (int k = 0; k < columns.count(x); k++) {
                    sum += columns.weight(x, k) * (input[row + (columns.start(x) + k) * channels + c] & 0xff);
                }
                sums[x * channels + c] += rowWeight * sum;
            }
        }
    }
}
