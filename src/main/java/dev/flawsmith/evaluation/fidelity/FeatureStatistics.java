package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.Blas;
import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.math.MeanAndCovariance;
import java.nio.DoubleBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the Fréchet distance needs of a set of features: its mean, the trace of its covariance (ddof 1), and a factor F of
 * that covariance, {@code Σ = Fᵀ F}, of at most {@code min(n, d)} rows. More rows than numbers a row: F is the transposed
 * Cholesky factor, or, where the covariance has not the full rank, the triangular factor of the centred rows' QR
 * factorisation. Otherwise F is the centred rows themselves over {@code √(n - 1)}. Nothing is ever added to the diagonal.
 *
 * <p>Float64; memory is two d×d matrices however many rows there are. Immutable once made.
 */
public final class FeatureStatistics {
    private static final int BLOCK = 1024;

    private final int samples;
    private final double[] mean;
    private final double trace;
    private final double @Nullable [] covariance;
    private final DoubleBuffer factor;
    private final int factorRows;

    private FeatureStatistics(
            int samples,
            double[] mean,
            double trace,
            double @Nullable [] covariance,
            DoubleBuffer factor,
            int factorRows) {
        this.samples = samples;
        this.mean = mean;
        this.trace = trace;
        this.covariance = covariance;
        this.factor = factor;
        this.factorRows = factorRows;
    }

    /**
     * Of a matrix, read once, or twice where its covariance has not the full rank.
     *
     * @throws FeatureException if it has fewer than 2 rows, or a number is not finite
     */
    public static FeatureStatistics of(FeatureRows rows) {
        int n = rows.rows();
        int d = rows.columns();
        if (n < 2) {
            throw new FeatureException(rows.name() + ": expected at least 2 rows for a covariance, found " + n);
        }
        if (n <= d) {
            double[] values = Numbers.toDoubles(rows.block(0, n));
            double[] mean = Numbers.mean(values, n, d);
            DoubleBuffer factor = Blas.doubles(Math.multiplyExact(n, d));
            double trace = putCentred(values, mean, n, Math.sqrt(n - 1.0), factor, 0);
            return new FeatureStatistics(n, mean, trace, null, factor, n);
        }
        MeanAndCovariance moments = MeanAndCovariance.of(rows);
        double trace = 0;
        for (int i = 0; i < d; i++) {
            trace += moments.covariance()[i * d + i];
        }
        DoubleBuffer lower = Blas.doubles(d * d);
        lower.put(0, moments.covariance());
        return Blas.cholesky(lower, d)
                ? new FeatureStatistics(n, moments.mean(), trace, moments.covariance(), transposed(lower, d), d)
                : new FeatureStatistics(n, moments.mean(), trace, null, triangular(rows, moments.mean()), d);
    }

    /** Rows of the matrix. */
    public int samples() {
        return samples;
    }

    /** Numbers a row. */
    public int dimension() {
        return mean.length;
    }

    /** The sum of the variances; 0 exactly where all rows are equal. */
    public double totalVariance() {
        return trace;
    }

    /** Whether the covariance has the full rank, as Cholesky's factorisation sees it. */
    public boolean fullRank() {
        return covariance != null;
    }

    double[] mean() {
        return mean;
    }

    /** {@code [d * d]}; only of the full rank. */
    double[] covariance() {
        if (covariance == null) {
            throw new IllegalStateException("expected a covariance of the full rank");
        }
        return covariance;
    }

    /** {@code [factorRows][d]}. */
    DoubleBuffer factor() {
        return factor;
    }

    int factorRows() {
        return factorRows;
    }

    private static DoubleBuffer triangular(FeatureRows rows, double[] mean) {
        int d = mean.length;
        int n = rows.rows();
        int block = Math.min(BLOCK, n);
        DoubleBuffer stacked = Blas.doubles(Math.multiplyExact(d + block, d)); // what was found so far, then a block
        for (int from = 0; from < n; from += block) {
            int count = Math.min(block, n - from);
            putCentred(Numbers.toDoubles(rows.block(from, count)), mean, count, Math.sqrt(n - 1.0), stacked, d * d);
            Blas.triangularFactor(stacked, d + count, d);
        }
        return stacked;
    }

    /** Writes rows less their mean over a divisor; returns the sum of squares of what was written. */
    private static double putCentred(
            double[] values, double[] mean, int count, double divisor, DoubleBuffer target, int at) {
        int d = mean.length;
        double squares = 0;
        for (int i = 0; i < count * d; i++) {
            double value = (values[i] - mean[i % d]) / divisor;
            target.put(at + i, value);
            squares += value * value;
        }
        return squares;
    }

    private static DoubleBuffer transposed(DoubleBuffer matrix, int d) {
        DoubleBuffer transposed = Blas.doubles(d * d);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                transposed.put(j * d + i, matrix.get(i * d + j));
            }
        }
        return transposed;
    }
}
