package dev.flawsmith.math;

import java.nio.FloatBuffer;
import java.util.Objects;

/** Some rows of others. */
final class SelectedRows implements FeatureRows {
    private final FeatureRows source;
    private final int[] chosen;

    SelectedRows(FeatureRows source, int[] chosen) {
        if (chosen.length == 0) {
            throw new FeatureException(source.name() + ": expected at least one row to be chosen, found none");
        }
        for (int row : chosen) {
            Objects.checkIndex(row, source.rows());
        }
        this.source = source;
        this.chosen = chosen.clone();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public int rows() {
        return chosen.length;
    }

    @Override
    public int columns() {
        return source.columns();
    }

    @Override
    public void read(int from, int count, FloatBuffer target) {
        Objects.checkFromIndexSize(from, count, chosen.length);
        int row = from;
        while (row < from + count) { // runs of neighbours are read at once
            int end = row + 1;
            while (end < from + count && chosen[end] == chosen[end - 1] + 1) {
                end++;
            }
            source.read(chosen[row], end - row, target);
            row = end;
        }
    }
}
