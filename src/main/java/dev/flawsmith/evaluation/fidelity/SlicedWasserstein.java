package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.Blas;
import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * The sliced Wasserstein distance of order 2 (Bonneel et al. 2015, eq. 8): the root of the mean, over random directions,
 * of the squared Wasserstein distance between the sets' projections, which on a line is that of their quantile functions
 * and exact for sets of different sizes. In the features' own units; 0 where the sets are equal.
 *
 * @param value the distance
 * @param directions how many directions
 * @param seed of the directions
 */
public record SlicedWasserstein(double value, int directions, long seed) {
    /** Directions unless told. */
    public static final int DIRECTIONS = 256;

    private static final int AT_ONCE = 16;
    private static final int BLOCK = 1024;

    /**
     * Of two sets; memory is {@value #AT_ONCE} numbers a row.
     *
     * @param directions at least 1
     * @throws FeatureException if dimensions differ or a number is not finite
     */
    public static SlicedWasserstein between(FeatureRows reference, FeatureRows synthetic, int directions, long seed) {
        FeatureRows.requireSameColumns(reference, synthetic);
        if (directions < 1) {
            throw new FeatureException("expected at least 1 direction, found " + directions);
        }
        Random random = new Random(seed);
        double sum = 0;
        for (int from = 0; from < directions; from += AT_ONCE) {
            int count = Math.min(AT_ONCE, directions - from);
            DoubleBuffer unit = unitVectors(count, reference.columns(), random);
            double[][] real = projections(reference, unit, count);
            double[][] generated = projections(synthetic, unit, count);
            for (int i = 0; i < count; i++) {
                sum += squaredDistance(real[i], generated[i]);
            }
        }
        return new SlicedWasserstein(Math.sqrt(sum / directions), directions, seed);
    }

    private static DoubleBuffer unitVectors(int count, int dimension, Random random) {
        DoubleBuffer unit = Blas.doubles(count * dimension);
        double[] vector = new double[dimension];
        for (int i = 0; i < count; i++) {
            double squares = 0;
            for (int j = 0; j < dimension; j++) {
                vector[j] = random.nextGaussian();
                squares += vector[j] * vector[j];
            }
            for (int j = 0; j < dimension; j++) {
                unit.put(i * dimension + j, vector[j] / Math.sqrt(squares));
            }
        }
        return unit;
    }

    /** {@code [count][rows]}, each sorted. */
    private static double[][] projections(FeatureRows rows, DoubleBuffer unit, int count) {
        int n = rows.rows();
        double[][] lines = new double[count][n];
        int block = Math.min(BLOCK, n);
        DoubleBuffer features = Blas.doubles(Math.multiplyExact(block, rows.columns()));
        DoubleBuffer product = Blas.doubles(count * block);
        for (int from = 0; from < n; from += block) {
            int some = Math.min(block, n - from);
            features.put(0, Numbers.toDoubles(rows.block(from, some)));
            Blas.productTransposed(unit, count, features, some, rows.columns(), product);
            for (int i = 0; i < count; i++) {
                product.get(i * some, lines[i], from, some);
            }
        }
        for (double[] line : lines) {
            Arrays.sort(line);
        }
        return lines;
    }

    /** The integral of the squared difference of two quantile functions, both steps. */
    static double squaredDistance(double[] a, double[] b) {
        long steps = (long) a.length * b.length; // positions in units of 1 / (n m), whole numbers
        long position = 0;
        int i = 0;
        int j = 0;
        double sum = 0;
        while (position < steps) {
            long endA = (i + 1L) * b.length;
            long endB = (j + 1L) * a.length;
            long end = Math.min(endA, endB);
            double difference = a[i] - b[j];
            sum += (end - position) * difference * difference;
            position = end;
            i += endA == end ? 1 : 0;
            j += endB == end ? 1 : 0;
        }
        return sum / steps;
    }
}
