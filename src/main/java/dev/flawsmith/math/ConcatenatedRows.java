package dev.flawsmith.math;

import java.nio.FloatBuffer;
import java.util.Objects;

/** One matrix below another. */
record ConcatenatedRows(String name, FeatureRows above, FeatureRows below) implements FeatureRows {
    ConcatenatedRows {
        FeatureRows.requireSameColumns(above, below);
        Math.addExact(above.rows(), below.rows());
    }

    @Override
    public int rows() {
        return above.rows() + below.rows();
    }

    @Override
    public int columns() {
        return above.columns();
    }

    @Override
    public void read(int from, int count, FloatBuffer target) {
        Objects.checkFromIndexSize(from, count, rows());
        int fromAbove = Math.max(0, Math.min(count, above.rows() - from));
        if (fromAbove > 0) {
            above.read(from, fromAbove, target);
        }
        if (fromAbove < count) {
            below.read(from + fromAbove - above.rows(), count - fromAbove, target);
        }
    }
}
