package dev.flawsmith.memorization;

import dev.flawsmith.image.PixelImage;

/**
 * The eight flips and rotations of a square (the dihedral group of order 8). A copy that was turned or mirrored, by
 * flip augmentation in training for one, is still a copy.
 */
public enum ImageSymmetry {
    IDENTITY(false, false, false),
    FLIP_HORIZONTAL(false, false, true),
    FLIP_VERTICAL(false, true, false),
    ROTATE_180(false, true, true),
    TRANSPOSE(true, false, false),
    /** A quarter turn, clockwise. */
    ROTATE_90(true, true, false),
    /** A quarter turn, anticlockwise. */
    ROTATE_270(true, false, true),
    ANTI_TRANSPOSE(true, true, true);

    private final boolean transposed;
    private final boolean fromBottom;
    private final boolean fromRight;

    ImageSymmetry(boolean transposed, boolean fromBottom, boolean fromRight) {
        this.transposed = transposed;
        this.fromBottom = fromBottom;
        this.fromRight = fromRight;
    }

    /** The image moved by this symmetry; quarter turns and transpositions swap width and height. */
    public PixelImage apply(PixelImage image) {
        int width = transposed ? image.height() : image.width();
        int height = transposed ? image.width() : image.height();
        int channels = image.channels();
        byte[] moved = new byte[width * height * channels];
        int out = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    moved[out++] =
                            (byte) image.sample(sourceRow(y, x, image.height()), sourceColumn(y, x, image.width()), c);
                }
            }
        }
        return new PixelImage(width, height, channels, moved);
    }

    /**
     * A square moved by this symmetry.
     *
     * @param square {@code [side, side]}, row by row; not changed
     */
    double[] apply(double[] square, int side) {
        double[] moved = new double[square.length];
        int out = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                moved[out++] = square[sourceRow(y, x, side) * side + sourceColumn(y, x, side)];
            }
        }
        return moved;
    }

    private int sourceRow(int y, int x, int height) {
        int row = transposed ? x : y;
        return fromBottom ? height - 1 - row : row;
    }

    private int sourceColumn(int y, int x, int width) {
        int column = transposed ? y : x;
        return fromRight ? width - 1 - column : column;
    }
}
