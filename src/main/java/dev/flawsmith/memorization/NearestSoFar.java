package dev.flawsmith.memorization;

import java.util.Arrays;

/** The k nearest rows seen so far of each query of a block, rows being offered in ascending order. */
final class NearestSoFar {
    private final int k;
    private final double[] squared;
    private final int[] index;

    NearestSoFar(int queries, int k) {
        this.k = k;
        squared = new double[queries * k];
        index = new int[squared.length];
        Arrays.fill(squared, Double.POSITIVE_INFINITY);
    }

    int k() {
        return k;
    }

    /** The k-th smallest squared distance; positive infinity while there are fewer. */
    double worst(int query) {
        return squared[query * k + k - 1];
    }

    /** Takes a row in if it is nearer than the k-th; equal is no better: the one that is held has the lower index. */
    void offer(int query, int row, double squaredDistance) {
        int first = query * k;
        int place = first + k - 1;
        if (squaredDistance >= squared[place]) {
            return;
        }
        while (place > first && squared[place - 1] > squaredDistance) {
            squared[place] = squared[place - 1];
            index[place] = index[place - 1];
            place--;
        }
        squared[place] = squaredDistance;
        index[place] = row;
    }

    void copyTo(Metric metric, double[] distances, int[] indices, int offset) {
        for (int i = 0; i < squared.length; i++) {
            distances[offset + i] = metric.ofSquared(squared[i]);
        }
        System.arraycopy(index, 0, indices, offset, index.length);
    }
}
