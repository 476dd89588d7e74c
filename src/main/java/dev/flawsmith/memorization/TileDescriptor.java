package dev.flawsmith.memorization;

import dev.flawsmith.image.PixelImage;

/**
 * {@link PixelDescriptor}s of nine overlapping tiles: the image's luma, area-averaged to 64x64, cut into 3x3 tiles of half
 * its side, each half a tile from the next. It finds what a whole-image descriptor misses: a part of a photo pasted into
 * another image, at the same place or at another one of the grid (Carlini et al., "Extracting Training Data from Diffusion
 * Models", 2023, section 4.2, take the largest distance of corresponding tiles to be sure of a whole copy; for a pasted part it
 * is the smallest that tells).
 *
 * <p>A tile says nothing if it is blank: its cells deviate by less than half a grey level. Blank tiles are zero vectors, and
 * no pair with one counts.
 *
 * <p>Deterministic: equal images have equal bits on every machine. Stateless; thread-safe.
 */
public final class TileDescriptor {
    /** Names the protocol and its version; descriptors of another one cannot be compared. */
    public static final String ID = "tiles-3x3-of-half/" + PixelDescriptor.ID;

    /** Tiles along a side. */
    private static final int ACROSS = 3;

    /** Tiles of an image. */
    public static final int TILES = ACROSS * ACROSS;

    /** What two images get where no tile can be compared: more than any two tiles differ by, about 2 at most. */
    public static final double INCOMPARABLE = 4;

    private static final int TILE = PixelDescriptor.SIDE;
    private static final int GRID = 2 * TILE;
    private static final int STRIDE = TILE / 2;

    /** Grey levels; a spread below it is rounding, whose shape would be matched with anything. */
    private static final double BLANK = 0.5;

    /** Length of a tile's descriptor. */
    public int dimension() {
        return new PixelDescriptor().dimension();
    }

    /**
     * Describes an image of any size.
     *
     * @return {@code [TILES][dimension]}, tiles row by row, L2 norm about 1, or all zeros where a tile is blank
     */
    public float[][] describe(PixelImage image) {
        double[] grid = GreyGrid.of(image, GRID);
        float[][] tiles = new float[TILES][];
        for (int t = 0; t < TILES; t++) {
            double[] tile = cut(grid, t / ACROSS * STRIDE, t % ACROSS * STRIDE);
            tiles[t] = isBlank(tile) ? new float[dimension()] : PixelDescriptor.describe(tile);
        }
        return tiles;
    }

    /**
     * The score of a pair of images: the smallest L2 distance of a tile of one to a tile of the other, over all 81 pairs of
     * tiles; the same rule for every photo. 0 for equal images that are not blank all over.
     *
     * @param a {@code [TILES][dimension]}
     * @param b {@code [TILES][dimension]}
     * @return a distance, or {@link #INCOMPARABLE} where either is blank all over
     */
    public static double distance(float[][] a, float[][] b) {
        if (a.length != TILES || b.length != TILES || a[0].length != b[0].length) {
            throw new IllegalArgumentException("expected " + TILES + " tiles of one length in both images, found "
                    + a.length + " and " + b.length + " of " + a[0].length + " and " + b[0].length);
        }
        double least = INCOMPARABLE * INCOMPARABLE;
        for (float[] one : a) {
            for (float[] other : b) {
                if (!isZero(one) && !isZero(other)) {
                    least = Math.min(least, squared(one, other, least));
                }
            }
        }
        return Math.sqrt(least);
    }

    /** The squared distance, or any number of at least {@code limit} if it is at least that. */
    private static double squared(float[] a, float[] b, double limit) {
        double sum = 0;
        for (int i = 0; i < a.length && sum < limit; ) {
            int end = Math.min(a.length, i + 32);
            for (; i < end; i++) {
                double difference = (double) a[i] - b[i];
                sum += difference * difference;
            }
        }
        return sum;
    }

    private static double[] cut(double[] grid, int top, int left) {
        double[] tile = new double[TILE * TILE];
        for (int y = 0; y < TILE; y++) {
            System.arraycopy(grid, (top + y) * GRID + left, tile, y * TILE, TILE);
        }
        return tile;
    }

    private static boolean isBlank(double[] tile) {
        double mean = 0;
        for (double level : tile) {
            mean += level / tile.length;
        }
        double squares = 0;
        for (double level : tile) {
            squares += (level - mean) * (level - mean);
        }
        return Math.sqrt(squares / tile.length) < BLANK;
    }

    private static boolean isZero(float[] tile) {
        for (float value : tile) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }
}
