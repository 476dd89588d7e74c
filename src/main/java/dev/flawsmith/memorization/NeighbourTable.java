package dev.flawsmith.memorization;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/** For every query its k nearest rows, nearest first, equally near ones in the order of their indices. Immutable. */
public final class NeighbourTable {
    private final int k;
    private final double[] distances;
    private final int[] indices;

    /**
     * A table of what was found elsewhere.
     *
     * @param distances {@code [rows * k]}, ascending within a row; not copied
     * @param indices {@code [rows * k]}; not copied
     */
    public NeighbourTable(int k, double[] distances, int[] indices) {
        this.k = k;
        this.distances = distances;
        this.indices = indices;
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

    /** The reference's row that is a query's i-th neighbour, i from 0. */
    public int index(int row, int i) {
        return indices[row * k + Objects.checkIndex(i, k)];
    }

    /** The same with the reference's rows named otherwise. */
    public NeighbourTable renamed(IntUnaryOperator names) {
        return new NeighbourTable(
                k, distances, Arrays.stream(indices).map(names).toArray());
    }

    /** The k nearest of each query but for one that is left out; there are k but for it. */
    public NeighbourTable without(int[] leftOut, int kept) {
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
        return new NeighbourTable(kept, some, names);
    }

    /** The distances to the nearest of each query. */
    public double[] nearest() {
        double[] nearest = new double[rows()];
        Arrays.setAll(nearest, row -> distance(row, 0));
        return nearest;
    }

    /**
     * Carlini's ratio of a query, {@code d(1st) / mean of d(1st) ... d(k-th)} (Carlini et al. 2023, section 4.2), in [0, 1];
     * 0 for an exact copy.
     */
    public double ratio(int row) {
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
