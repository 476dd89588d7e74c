package dev.flawsmith.math;

import java.nio.FloatBuffer;

/**
 * A matrix of float32 features, one row an image, that is read a block of rows at a time: it need not fit in memory.
 * Every number that is read is finite. Safe for use by several threads.
 */
public interface FeatureRows {
    /** What error messages call it: a file's or a folder's name. */
    String name();

    /** Rows; at least 1. */
    int rows();

    /** Numbers a row; at least 1. */
    int columns();

    /**
     * Copies consecutive rows, row-major.
     *
     * @param from first row
     * @param count rows; {@code from + count} at most {@link #rows()}
     * @param target where they go, from its position on, which moves by {@code count * columns()}
     * @throws FeatureException if a number is not finite, or the source cannot be read
     */
    void read(int from, int count, FloatBuffer target);

    /** One row, as a new array. */
    default float[] row(int row) {
        return block(row, 1);
    }

    /** Consecutive rows as a new array, row-major: {@code [count * columns()]}. */
    default float[] block(int from, int count) {
        float[] block = new float[Math.multiplyExact(count, columns())];
        read(from, count, FloatBuffer.wrap(block));
        return block;
    }

    /** Chosen rows, in the order given; a row may stand there more than once. A view, not a copy. */
    default FeatureRows select(int[] chosen) {
        return new SelectedRows(this, chosen);
    }

    /** The same rows in memory. */
    default FeatureRows inMemory() {
        return new MemoryRows(name(), block(0, rows()), columns());
    }

    /** Two matrices, one below the other. */
    static FeatureRows concatenate(String name, FeatureRows above, FeatureRows below) {
        return new ConcatenatedRows(name, above, below);
    }

    /**
     * Rows in memory.
     *
     * @param rows {@code [rows][columns]}; copied
     * @throws FeatureException if there is no row or no column, lengths differ, or a number is not finite
     */
    static FeatureRows of(String name, float[][] rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new FeatureException(name + ": expected at least one row of at least one number, found none");
        }
        int columns = rows[0].length;
        float[] values = new float[Math.multiplyExact(rows.length, columns)];
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != columns) {
                throw new FeatureException(
                        name + ": expected " + columns + " numbers in row " + r + ", found " + rows[r].length);
            }
            System.arraycopy(rows[r], 0, values, r * columns, columns);
        }
        return new MemoryRows(name, values, columns);
    }

    /**
     * Holds two matrices to the same number of columns.
     *
     * @throws FeatureException if they differ
     */
    static void requireSameColumns(FeatureRows a, FeatureRows b) {
        if (a.columns() != b.columns()) {
            throw new FeatureException("expected features of one dimension, found " + a.columns() + " in " + a.name()
                    + " and " + b.columns() + " in " + b.name());
        }
    }
}
