package dev.flawsmith.memorization;

import java.util.Objects;

/** For every query its k nearest rows, nearest first, equally near ones in the order of their indices. Immutable. */
public final class NeighbourTable {
    private final int k;
    private final double[] distances;
    private final int[] indices;

    /** Takes {@code distances} and {@code indices}, {@code [rows * k]}, not copied. */
    NeighbourTable(int k, double[] distances, int[] indices) {
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
}
