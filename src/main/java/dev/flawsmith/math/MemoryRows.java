package dev.flawsmith.math;

import java.nio.FloatBuffer;
import java.util.Objects;

/** Rows in one array, checked once. */
final class MemoryRows implements FeatureRows {
    private final String name;
    private final float[] values;
    private final int columns;

    /** @param values row-major; not copied */
    MemoryRows(String name, float[] values, int columns) {
        this.name = name;
        this.values = values;
        this.columns = columns;
        requireFinite(name, values, 0, values.length, 0, columns);
    }

    /**
     * Holds part of an array to finite numbers.
     *
     * @param offset where row {@code firstRow} begins in it
     * @param count numbers
     */
    static void requireFinite(String name, float[] values, int offset, int count, int firstRow, int columns) {
        if (allFinite(values, offset, count)) {
            return;
        }
        for (int i = 0; i < count; i++) {
            float value = values[offset + i];
            if (!Float.isFinite(value)) {
                throw new FeatureException(name + ": expected finite numbers, found " + value + " in row "
                        + (firstRow + i / columns) + ", column " + i % columns);
            }
        }
    }

    /** A finite number times 0 is 0, any other NaN, which sums keep; four of them, so that additions do not wait. */
    private static boolean allFinite(float[] values, int offset, int count) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int end = offset + count;
        int fours = end - 3;
        int i = offset;
        for (; i < fours; i += 4) {
            s0 += values[i] * 0f;
            s1 += values[i + 1] * 0f;
            s2 += values[i + 2] * 0f;
            s3 += values[i + 3] * 0f;
        }
        for (; i < end; i++) {
            s0 += values[i] * 0f;
        }
        return s0 + s1 + s2 + s3 == 0;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int rows() {
        return values.length / columns;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void read(int from, int count, FloatBuffer target) {
        Objects.checkFromIndexSize(from, count, rows());
        target.put(values, from * columns, count * columns);
    }
}
