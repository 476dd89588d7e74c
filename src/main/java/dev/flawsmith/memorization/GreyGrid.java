package dev.flawsmith.memorization;

import dev.flawsmith.image.PixelImage;

/**
 * An image's luma (Rec. 601), area-averaged to a square grid. All sums are integers, so the grid of a flipped or turned
 * image is, bit for bit, the flipped or turned grid, and a grey image equals itself stored as RGB.
 */
final class GreyGrid {
    private static final int RED = 299;
    private static final int GREEN = 587;
    private static final int BLUE = 114;

    private GreyGrid() {}

    /** Cell means, {@code [side, side]} row by row, in [0, 255]; images smaller than the grid are spread over it. */
    static double[] of(PixelImage image, int side) {
        int width = image.width();
        int height = image.height();
        // In units of 1/side of a pixel a cell covers [cell * width, (cell + 1) * width), a pixel [x * side, (x + 1) *
        // side).
        long[] sums = new long[side * side];
        for (int y = 0; y < height; y++) {
            int firstRow = y * side / height;
            int lastRow = ((y + 1) * side - 1) / height;
            for (int x = 0; x < width; x++) {
                long luma = luma(image, y, x);
                int firstColumn = x * side / width;
                int lastColumn = ((x + 1) * side - 1) / width;
                for (int row = firstRow; row <= lastRow; row++) {
                    long share = luma * overlap(row, height, y, side);
                    for (int column = firstColumn; column <= lastColumn; column++) {
                        sums[row * side + column] += share * overlap(column, width, x, side);
                    }
                }
            }
        }
        double cellWeight = (double) width * height * (RED + GREEN + BLUE);
        double[] means = new double[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = sums[i] / cellWeight;
        }
        return means;
    }

    private static long luma(PixelImage image, int y, int x) {
        if (image.channels() == 1) {
            return (RED + GREEN + BLUE) * (long) image.sample(y, x, 0);
        }
        return RED * (long) image.sample(y, x, 0)
                + GREEN * (long) image.sample(y, x, 1)
                + BLUE * (long) image.sample(y, x, 2);
    }

    private static int overlap(int cell, int cellLength, int pixel, int pixelLength) {
        return Math.min((cell + 1) * cellLength, (pixel + 1) * pixelLength)
                - Math.max(cell * cellLength, pixel * pixelLength);
    }
}
