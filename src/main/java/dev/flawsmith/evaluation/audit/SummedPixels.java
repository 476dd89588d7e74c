package dev.flawsmith.evaluation.audit;

import dev.flawsmith.image.PixelImage;

/**
 * A grey image's sums over rectangles from the corner, so that the mean over any window is four look-ups (Crow 1984).
 * Between pixels sums are linear, so a window's edges need not lie on pixels.
 */
final class SummedPixels {
    private final int side;
    private final double[] sums;

    /** @param image square, grey */
    SummedPixels(PixelImage image) {
        if (image.width() != image.height() || image.channels() != 1) {
            throw new IllegalArgumentException("expected a square grey image, found " + image);
        }
        side = image.width();
        sums = new double[(side + 1) * (side + 1)];
        for (int y = 0; y < side; y++) {
            double row = 0;
            for (int x = 0; x < side; x++) {
                row += image.sample(y, x, 0);
                sums[(y + 1) * (side + 1) + x + 1] = sums[y * (side + 1) + x + 1] + row;
            }
        }
    }

    /**
     * The means of the cells of a square window, less their mean, at unit length; 0 where all are equal.
     *
     * @param left of the window, in pixels; the window lies within the image
     * @param size of the window, in pixels
     * @param cells along a side
     */
    float[] normalised(double left, double top, double size, int cells) {
        double[] sums = cellSums(left, top, size, cells);
        return unit(sums, mean(sums), size * size / sums.length);
    }

    /**
     * The squared length that {@link #normalised} brings to 1: the sum over cells of (cell's mean - mean)^2, in squared grey
     * levels.
     */
    double squaredLength(double left, double top, double size, int cells) {
        double[] sums = cellSums(left, top, size, cells);
        double mean = mean(sums);
        double area = size * size / sums.length;
        double squares = 0;
        for (double sum : sums) {
            squares += (sum - mean) * (sum - mean) / (area * area);
        }
        return squares;
    }

    private double[] cellSums(double left, double top, double size, int cells) {
        double[] cellSums = new double[cells * cells];
        double[] above = new double[cells + 1];
        double[] below = new double[cells + 1];
        edge(left, top, size, cells, above);
        for (int row = 0; row < cells; row++) {
            edge(left, top + size * (row + 1) / cells, size, cells, below);
            for (int column = 0; column < cells; column++) {
                cellSums[row * cells + column] = below[column + 1] - below[column] - above[column + 1] + above[column];
            }
            System.arraycopy(below, 0, above, 0, above.length);
        }
        return cellSums;
    }

    private static double mean(double[] values) {
        double total = 0;
        for (double value : values) {
            total += value;
        }
        return total / values.length;
    }

    private static float[] unit(double[] cellSums, double mean, double area) {
        double squares = 0;
        for (double sum : cellSums) {
            squares += (sum - mean) * (sum - mean);
        }
        double norm = Math.sqrt(squares);
        float[] unit = new float[cellSums.length];
        if (norm > 1e-6 * area) {
            for (int i = 0; i < unit.length; i++) {
                unit[i] = (float) ((cellSums[i] - mean) / norm);
            }
        }
        return unit;
    }

    private void edge(double left, double y, double size, int cells, double[] into) {
        for (int c = 0; c <= cells; c++) {
            into[c] = sum(left + size * c / cells, y);
        }
    }

    private double sum(double x, double y) {
        int column = Math.min(side - 1, Math.max(0, (int) x));
        int row = Math.min(side - 1, Math.max(0, (int) y));
        double fx = Math.min(1, Math.max(0, x - column));
        double fy = Math.min(1, Math.max(0, y - row));
        int at = row * (side + 1) + column;
        double upper = sums[at] + fx * (sums[at + 1] - sums[at]);
        double lower = sums[at + side + 1] + fx * (sums[at + side + 2] - sums[at + side + 1]);
        return upper + fy * (lower - upper);
    }
}
