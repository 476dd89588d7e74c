package dev.flawsmith.evaluation.audit;

import dev.flawsmith.memorization.NeighbourTable;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/** For every query its k nearest, nearest first, equally near ones by index. Immutable. */
public final class NearestTable {
    private final int k;
    private final double[] distances;
    private final int[] indices;

    NearestTable(int k, double[] distances, int[] indices) {
        this.k = k;
        this.distances = distances;
        this.indices = indices;
    }

    /** A search's result, its indices renamed. */
    static NearestTable of(NeighbourTable found, IntUnaryOperator names) {
        int k = found.k();
        double[] distances = new double[found.rows() * k];
        int[] indices = new int[distances.length];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = found.distance(i / k, i % k);
            indices[i] = names.applyAsInt(found.index(i / k, i % k));
        }
        return new NearestTable(k, distances, indices);
    }

    /** Queries. */
    public int rows() {
        return distances.length / k;
    }

    /** Neighbours a query. */
    public int k() {
        return k;
    }

    /** The distance from a query to its i-th neighbour, i from 0. */
    public double distance(int row, int i) {
        return distances[row * k + Objects.checkIndex(i, k)];
    }

    /** Which one is a query's i-th neighbour, i from 0. */
    public int index(int row, int i) {
        return indices[row * k + Objects.checkIndex(i, k)];
    }

    /** The k nearest of each query but for one that is left out; there are k but for it. */
    NearestTable without(int[] leftOut, int kept) {
        double[] some = new double[rows() * kept];
        int[] names = new int[some.length];
        for (int row = 0; row < rows(); row++) {
            int out = row * kept;
            for (int i = 0; i < k && out < (row + 1) * kept; i++) {
                if (index(row, i) != leftOut[row]) {
                    some[out] = distance(row, i);
                    names[out++] = index(row, i);
                }
            }
            if (out < (row + 1) * kept) {
                throw new IllegalArgumentException("expected " + kept + " neighbours beside itself, found fewer");
            }
        }
        return new NearestTable(kept, some, names);
    }

    /** The distances to the nearest of each query. */
    double[] nearest() {
        double[] nearest = new double[rows()];
        Arrays.setAll(nearest, row -> distance(row, 0));
        return nearest;
    }

    /**
     * Carlini's ratio of a query, {@code d(1st) / mean of d(1st) ... d(k-th)} (Carlini et al. 2023, section 4.2), in [0, 1];
     * 0 for an exact copy.
     */
    double ratio(int row) {
        double first = distance(row, 0);
        if (first == 0) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < k; i++) {
            sum += distance(row, i);
        }
        return Math.min(1, first / (sum / k));
    }
}
