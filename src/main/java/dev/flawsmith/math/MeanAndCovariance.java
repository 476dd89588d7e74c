package dev.flawsmith.math;

import java.nio.DoubleBuffer;

/**
 * Mean and covariance of rows in one pass, float64, in memory that does not depend on the number of rows. Each block is
 * centred on its own mean before it is squared, and blocks are merged by the pairwise update of Chan, Golub and LeVeque
 * (1983), so that nothing cancels where means are large against spreads. Divides by {@code rows - 1} (ddof 1).
 *
 * <p>Its arrays are not copied on the way out: do not write into them.
 */
public final class MeanAndCovariance {
    private static final int BLOCK = 1024;

    private final int rows;
    private final double[] mean;
    private final double[] covariance;

    private MeanAndCovariance(int rows, double[] mean, double[] covariance) {
        this.rows = rows;
        this.mean = mean;
        this.covariance = covariance;
    }

    /** How many rows there were. */
    public int rows() {
        return rows;
    }

    /** Numbers a row. */
    public int dimension() {
        return mean.length;
    }

    /** The mean of each column, {@code [d]}. */
    public double[] mean() {
        return mean;
    }

    /** {@code [d * d]}, row-major, symmetric. */
    public double[] covariance() {
        return covariance;
    }

    /**
     * Of a matrix.
     *
     * @throws FeatureException if it has fewer than 2 rows
     */
    public static MeanAndCovariance of(FeatureRows source) {
        int n = source.rows();
        int d = source.columns();
        if (n < 2) {
            throw new FeatureException(source.name() + ": expected at least 2 rows for a covariance, found " + n);
        }
        double[] mean = new double[d];
        DoubleBuffer squares = Blas.doubles(Math.multiplyExact(d, d));
        DoubleBuffer block = Blas.doubles(Math.multiplyExact(Math.min(n, BLOCK) + 1, d));
        int seen = 0;
        while (seen < n) {
            int count = Math.min(BLOCK, n - seen);
            float[] values = source.block(seen, count);
            double[] blockMean = mean(values, count, d);
            centre(values, blockMean, count, d, block);
            // merging adds the outer product of the means' difference: one more row of the block
            double weight = Math.sqrt((double) seen * count / (seen + count));
            for (int j = 0; j < d; j++) {
                block.put(count * d + j, weight * (blockMean[j] - mean[j]));
                mean[j] += (blockMean[j] - mean[j]) * count / (seen + count);
            }
            Blas.addSquares(block, count + 1, d, squares);
            seen += count;
        }
        return new MeanAndCovariance(n, mean, symmetric(squares, d, n - 1));
    }

    private static double[] mean(float[] values, int count, int d) {
        double[] mean = new double[d];
        for (int r = 0; r < count; r++) {
            for (int j = 0; j < d; j++) {
                mean[j] += values[r * d + j];
            }
        }
        for (int j = 0; j < d; j++) {
            mean[j] /= count;
        }
        return mean;
    }

    private static void centre(float[] values, double[] mean, int count, int d, DoubleBuffer target) {
        double[] row = new double[d];
        for (int r = 0; r < count; r++) {
            for (int j = 0; j < d; j++) {
                row[j] = values[r * d + j] - mean[j];
            }
            target.put(r * d, row);
        }
    }

    private static double[] symmetric(DoubleBuffer lower, int d, double divisor) {
        double[] covariance = new double[d * d];
        lower.get(0, covariance);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i * d + j] /= divisor;
                covariance[j * d + i] = covariance[i * d + j];
            }
        }
        return covariance;
    }
}
