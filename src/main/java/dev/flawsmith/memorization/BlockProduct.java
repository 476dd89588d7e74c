package dev.flawsmith.memorization;

import dev.flawsmith.math.Blas;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** The float32 product of a block of queries and one of references, and which pairs it leaves to be measured. */
final class BlockProduct {
    /** Half the distance from 1 to the next float32. */
    private static final double UNIT_ROUNDOFF = 0x1p-24;

    private final Block queries;
    private final Block reference;
    private final FloatBuffer product;
    private final ThreadLocal<Scratch> scratch;

    BlockProduct(Block queries, Block reference) {
        this.queries = queries;
        this.reference = reference;
        product = Blas.floats(Math.multiplyExact(queries.capacity(), reference.capacity()));
        scratch = ThreadLocal.withInitial(() -> new Scratch(reference.capacity()));
    }

    void compute() {
        Blas.productTransposed(
                queries.centred(), queries.count(), reference.centred(), reference.count(), queries.columns(), product);
    }

    /** Offers the block's rows to a query's nearest so far. Safe for different queries at once. */
    void offer(int query, NearestSoFar nearest, boolean withoutItself) {
        int count = reference.count();
        Scratch scratch = this.scratch.get();
        float[] products = scratch.products;
        product.get(query * count, products, 0, count);
        int itself = withoutItself ? queries.first() + query - reference.first() : -1;
        double own = queries.squaredNorm(query);
        double error = error(Math.sqrt(own), reference.largestNorm());
        double bound = nearest.worst(query) - own + error;
        double[] smallest = new double[nearest.k()]; // of squared distances less the query's own norm
        Arrays.fill(smallest, Double.POSITIVE_INFINITY);
        double limit = bound; // falls as nearer rows are found, so what it lets in is more than enough
        int candidates = 0;
        for (int row = 0; row < count; row++) {
            double rest = reference.squaredNorm(row) - 2.0 * products[row];
            if (rest <= limit && row != itself) {
                scratch.rows[candidates++] = row;
                if (rest < smallest[smallest.length - 1]) {
                    limit = Math.min(bound, insert(smallest, rest) + 2 * error);
                }
            }
        }
        int left = 0;
        for (int i = 0; i < candidates; i++) {
            int row = scratch.rows[i];
            if (reference.squaredNorm(row) - 2.0 * products[row] <= limit) {
                scratch.rows[left++] = row;
            }
        }
        Block.squaredDistances(queries, query, reference, scratch.rows, left, scratch.distances);
        for (int i = 0; i < left; i++) {
            nearest.offer(query, reference.first() + scratch.rows[i], scratch.distances[i]);
        }
    }

    /** A thread's room for one query. */
    private static final class Scratch {
        private final float[] products;
        private final int[] rows;
        private final double[] distances;

        Scratch(int count) {
            products = new float[count];
            rows = new int[count];
            distances = new double[count];
        }
    }

    /** Puts a number among the smallest, ascending; returns the largest of them then. */
    private static double insert(double[] smallest, double number) {
        int place = smallest.length - 1;
        while (place > 0 && smallest[place - 1] > number) {
            smallest[place] = smallest[place - 1];
            place--;
        }
        smallest[place] = number;
        return smallest[smallest.length - 1];
    }

    /**
     * The most by which a squared distance from the product may differ from the one of the rows themselves: of the product,
     * {@code d u |q| |r|} whatever the order of its sums, and of rounding centred numbers to float32, {@code u} of each;
     * doubled for terms of second order.
     */
    private double error(double queryNorm, double referenceNorm) {
        double sum = queryNorm + referenceNorm;
        return 2 * UNIT_ROUNDOFF * (2.0 * queries.columns() * queryNorm * referenceNorm + 4 * sum * sum);
    }
}
