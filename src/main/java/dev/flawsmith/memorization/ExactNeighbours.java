package dev.flawsmith.memorization;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import java.util.stream.IntStream;

/**
 * Exact k nearest neighbours of many queries. A float32 matrix product of two blocks says which rows can be among the k
 * nearest: those whose distance, less the most that the product may err, is not above the k-th smallest of distances plus
 * that error (the a-priori bound of Higham 2002, section 3.1, which holds for every order of summation). Only they are
 * measured, by float64 sums of squared differences, which alone decide. So an equal row is at exactly 0, ties go to the
 * lower index, and the result does not depend on blocks or threads.
 *
 * <p>Both sides are streamed: two blocks of at most {@value Block#BYTES} bytes each, once as read and once as multiplied,
 * and their product; memory does not grow with the number of rows but for the result's {@code 12 k} bytes a query.
 */
public final class ExactNeighbours {
    private ExactNeighbours() {}

    /**
     * The rows of {@code reference} nearest to each query.
     *
     * @param queries {@code [n][d]}
     * @param reference {@code [m][d]}
     * @param k from 1 to m
     * @throws FeatureException if dimensions differ, there are fewer than k rows, or a number is not finite
     */
    public static NeighbourTable search(FeatureRows queries, FeatureRows reference, int k, Metric metric) {
        FeatureRows.requireSameColumns(queries, reference);
        requireCount(k, reference.rows(), reference);
        return search(queries, reference, k, metric, false);
    }

    /**
     * The rows nearest to each row of one set, that row itself left out (its duplicates are not).
     *
     * @param rows {@code [n][d]}
     * @param k from 1 to n - 1
     * @throws FeatureException if there are not that many rows, or a number is not finite
     */
    public static NeighbourTable searchSelf(FeatureRows rows, int k, Metric metric) {
        requireCount(k, rows.rows() - 1, rows);
        return search(rows, rows, k, metric, true);
    }

    private static NeighbourTable search(
            FeatureRows queries, FeatureRows reference, int k, Metric metric, boolean withoutItself) {
        double[] distances = new double[Math.multiplyExact(queries.rows(), k)];
        int[] indices = new int[distances.length];
        float[] centre = Block.centre(reference, metric);
        Block query = new Block(queries, Block.QUERY_ROWS, metric, centre);
        Block other = new Block(reference, Block.REFERENCE_ROWS, metric, centre);
        BlockProduct product = new BlockProduct(query, other);
        for (int from = 0; from < queries.rows(); from += query.capacity()) {
            query.load(from);
            NearestSoFar nearest = new NearestSoFar(query.count(), k);
            for (int start = 0; start < reference.rows(); start += other.capacity()) {
                other.load(start);
                product.compute();
                IntStream.range(0, query.count()).parallel().forEach(row -> product.offer(row, nearest, withoutItself));
            }
            nearest.copyTo(metric, distances, indices, from * k);
        }
        return new NeighbourTable(k, distances, indices);
    }

    private static void requireCount(int k, int most, FeatureRows rows) {
        if (k < 1 || k > most) {
            throw new FeatureException(
                    rows.name() + ": expected k from 1 to " + most + " for " + rows.rows() + " rows, found " + k);
        }
    }
}
