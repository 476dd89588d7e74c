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
        requireFinite(name, values, 0, columns);
    }

    static void requireFinite(String name, float[] values, int firstRow, int columns) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new FeatureException(name + ": expected finite numbers, found " + values[i] + " in row "
                        + (firstRow + i / columns) + ", column " + i % columns);
            }
        }
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
