package dev.flawsmith.memorization;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One part of a picture against the same part of every training photo, in its eight flips and rotations: for pictures of
 * which only that part was generated, while the rest is a photo that may well be one of those learnt from. Of the photos
 * grids of {@link GridEstimate} are known, of the picture its own; a part of a grid is blurred as {@link PixelDescriptor}
 * blurs, by its own cells alone, averaged to {@value #SIDE} by {@value #SIDE} cells, less its mean, at unit length. The
 * holdout photos' scores over this very part are the calibration.
 *
 * <p>Immutable; thread-safe.
 */
public final class PartIndex {
    /** Cells along a side of what is compared. */
    public static final int SIDE = PixelDescriptor.SIDE / 2;
    /** Fewest cells that tell photos apart: a square of a quarter of the side has as many wherever it lies. */
    public static final int FEWEST_CELLS = 12;

    private static final int FINE = PixelDescriptor.SIDE;
    private static final double WHOLE = 1 - 1e-9;

    private static final double[] KERNEL = PixelDescriptor.blur();

    private final PixelMask part;
    private final boolean[] fine;
    private final int[] cells;
    private final double[] weights;
    private final List<NearestNeighbours> views = new ArrayList<>();
    private final Calibration calibration;

    /**
     * @param train grids of the training photos, at least 2
     * @param holdout grids of the holdout photos, at least 1
     * @throws IllegalArgumentException if the part has fewer than {@link #FEWEST_CELLS} cells
     */
    PartIndex(double[][] train, double[][] holdout, PixelMask part) {
        this.part = part;
        fine = marked(part);
        cells = cells(fine);
        if (cells.length < FEWEST_CELLS) {
            throw new IllegalArgumentException("expected a part of at least " + FEWEST_CELLS + " of " + SIDE * SIDE
                    + " cells, found " + cells.length);
        }
        double[] ones = new double[FINE * FINE];
        Arrays.fill(ones, 1);
        weights = blurred(ones);
        for (ImageSymmetry symmetry : ImageSymmetry.values()) {
            float[][] rows = new float[train.length][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row(symmetry.apply(train[i], FINE));
            }
            views.add(new NearestNeighbours(rows));
        }
        calibration = Calibration.of(Arrays.stream(holdout).map(this::score).toList());
    }

    /** Cells of the comparison that a mask marks, at least half of each; a mask of any size. */
    public static int size(PixelMask part) {
        return cells(marked(part)).length;
    }

    /** Share of what a mask marks that is compared, 0 to 1: what lies in cells that are marked as a whole. */
    public static double compared(PixelMask part) {
        boolean[] fine = marked(part);
        boolean[] seen = new boolean[fine.length];
        for (int cell : cells(fine)) {
            for (int at : quarters(cell)) {
                seen[at] = fine[at];
            }
        }
        int cells = 0;
        for (boolean one : seen) {
            cells += one ? 1 : 0;
        }
        double marked = (double) part.area() / ((double) part.width() * part.height());
        return marked == 0 ? 0 : Math.min(1, (double) cells / seen.length / marked);
    }

    /**
     * Scores the part of an image.
     *
     * @throws IllegalArgumentException if the image has another size than the mask
     */
    public CopyScore score(PixelImage image) {
        if (image.width() != part.width() || image.height() != part.height()) {
            throw new IllegalArgumentException("expected an image of " + part.width() + "x" + part.height() + ", found "
                    + image.width() + "x" + image.height());
        }
        return score(GreyGrid.of(image, FINE));
    }

    /** What the holdout photos allow to be said of a score. */
    public Calibration calibration() {
        return calibration;
    }

    private CopyScore score(double[] grid) {
        return CopyScore.of(new float[][] {row(grid)}, views);
    }

    /** The part's cells, of mean 0 and unit length; zeros where all are the same. */
    private float[] row(double[] grid) {
        double[] blurred = blurred(grid);
        double[] values = new double[cells.length];
        double mean = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = average(blurred, cells[i]);
            mean += values[i] / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double length = Math.sqrt(squares);
        float[] row = new float[values.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = length == 0 ? 0 : (float) ((values[i] - mean) / length);
        }
        return row;
    }

    /** Over the marked ones of a cell's four fine cells. */
    private double average(double[] blurred, int cell) {
        double sum = 0;
        int found = 0;
        for (int at : quarters(cell)) {
            if (fine[at]) {
                sum += blurred[at] / weights[at];
                found++;
            }
        }
        return sum / found;
    }

    /** Sums over the marked cells, by the blur's kernel along both axes; what is marked alone is of use. */
    private double[] blurred(double[] grid) {
        double[] kernel = KERNEL;
        double[] alone = new double[grid.length];
        for (int i = 0; i < alone.length; i++) {
            alone[i] = fine[i] ? grid[i] : 0;
        }
        return along(along(alone, kernel, 1, FINE), kernel, FINE, 1);
    }

    /** Along one axis; beyond the edges lies nothing. */
    private static double[] along(double[] grid, double[] kernel, int step, int line) {
        int radius = kernel.length / 2;
        double[] sums = new double[grid.length];
        for (int other = 0; other < FINE; other++) {
            for (int at = 0; at < FINE; at++) {
                double sum = 0;
                for (int k = Math.max(-radius, -at); k <= Math.min(radius, FINE - 1 - at); k++) {
                    sum += kernel[k + radius] * grid[other * line + (at + k) * step];
                }
                sums[other * line + at * step] = sum;
            }
        }
        return sums;
    }

    private static int[] quarters(int cell) {
        int at = cell / SIDE * 2 * FINE + cell % SIDE * 2;
        return new int[] {at, at + 1, at + FINE, at + FINE + 1};
    }

    private static int[] cells(boolean[] fine) {
        int[] marked = new int[SIDE * SIDE];
        int found = 0;
        for (int cell = 0; cell < marked.length; cell++) {
            int inside = 0;
            for (int at : quarters(cell)) {
                inside += fine[at] ? 1 : 0;
            }
            if (inside >= 2) {
                marked[found++] = cell;
            }
        }
        return Arrays.copyOf(marked, found);
    }

    /** Fine cells that are marked as a whole: others show some of what lies around. */
    private static boolean[] marked(PixelMask part) {
        double[] share = new double[FINE * FINE];
        for (int y = 0; y < part.height(); y++) {
            for (int x = 0; x < part.width(); x++) {
                if (part.at(y, x)) {
                    add(
                            share,
                            (double) y * FINE / part.height(),
                            (double) (y + 1) * FINE / part.height(),
                            (double) x * FINE / part.width(),
                            (double) (x + 1) * FINE / part.width());
                }
            }
        }
        boolean[] marked = new boolean[share.length];
        for (int i = 0; i < marked.length; i++) {
            marked[i] = share[i] >= WHOLE;
        }
        return marked;
    }

    /** Adds a pixel's area to the cells that it lies in; lengths are in cells. */
    private static void add(double[] share, double top, double bottom, double left, double right) {
        for (int row = (int) top; row < Math.min(FINE, Math.ceil(bottom)); row++) {
            double high = Math.min(bottom, row + 1) - Math.max(top, row);
            for (int column = (int) left; column < Math.min(FINE, Math.ceil(right)); column++) {
                share[row * FINE + column] += high * (Math.min(right, column + 1) - Math.max(left, column));
            }
        }
    }
}
