package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.Blas;
import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import java.nio.DoubleBuffer;

/**
 * The Fréchet distance between two sets of features taken for Gaussians, {@code |μ₁ - μ₂|² + tr Σ₁ + tr Σ₂ - 2 tr √(Σ₁Σ₂)}
 * (Dowson and Landau 1982; Heusel et al. 2017, eq. 6), float64, covariances with ddof 1. The trace of the root is the sum
 * of the singular values of {@code F₁ F₂ᵀ} where {@code Σ = Fᵀ F}, so no matrix root is taken and nothing is added to a
 * diagonal, whatever the ranks.
 *
 * @param value the distance, at least 0 up to rounding
 * @param method how the trace was found
 * @param rank of {@code Σ₁ Σ₂}, numerically
 * @param nReference rows on one side
 * @param nSynthetic rows on the other
 */
public record FrechetDistance(double value, Method method, int rank, int nReference, int nSynthetic) {
    /** How the trace of the root was found. */
    public enum Method {
        /** Both covariances of full rank: the eigenvalues of {@code Lᵀ Σ₂ L} where {@code Σ₁ = L Lᵀ}. */
        CHOLESKY,
        /** The singular values of the product of two factors: where a rank is not full, or eigenvalues are too small. */
        FACTORS
    }

    /** What eigenvalues' rounding may at most contribute, as a share of the two traces. */
    private static final double TOLERANCE = 1e-10;

    private static final double ROUNDOFF = Math.ulp(1.0);

    private record RootTrace(double value, Method method, int rank) {}

    /**
     * The distance between two sets.
     *
     * @param reference {@code [n][d]}, at least two rows
     * @param synthetic {@code [m][d]}, at least two rows
     * @throws FeatureException if dimensions differ, a set has fewer than two rows, or a number is not finite
     */
    public static FrechetDistance between(FeatureRows reference, FeatureRows synthetic) {
        FeatureRows.requireSameColumns(reference, synthetic);
        return between(FeatureStatistics.of(reference), FeatureStatistics.of(synthetic));
    }

    /** The distance between two sets, from statistics that may be used again. */
    public static FrechetDistance between(FeatureStatistics a, FeatureStatistics b) {
        if (a.dimension() != b.dimension()) {
            throw new FeatureException(
                    "expected statistics of one dimension, found " + a.dimension() + " and " + b.dimension());
        }
        double squares = 0;
        for (int j = 0; j < a.dimension(); j++) {
            double difference = a.mean()[j] - b.mean()[j];
            squares += difference * difference;
        }
        double traces = a.totalVariance() + b.totalVariance();
        RootTrace root = rootTrace(a, b, traces);
        return new FrechetDistance(
                squares + traces - 2 * root.value(), root.method(), root.rank(), a.samples(), b.samples());
    }

    private static RootTrace rootTrace(FeatureStatistics a, FeatureStatistics b, double traces) {
        if (a.fullRank() && b.fullRank()) {
            double[] eigenvalues = eigenvalues(a, b);
            if (rounding(eigenvalues) <= TOLERANCE * traces) {
                double sum = 0;
                for (double value : eigenvalues) {
                    sum += Math.sqrt(Math.max(0, value));
                }
                return new RootTrace(sum, Method.CHOLESKY, a.dimension());
            }
        }
        DoubleBuffer product = Blas.doubles(Math.multiplyExact(a.factorRows(), b.factorRows()));
        Blas.productTransposed(a.factor(), a.factorRows(), b.factor(), b.factorRows(), a.dimension(), product);
        double[] values = Blas.singularValues(product, a.factorRows(), b.factorRows());
        double sum = 0;
        int rank = 0;
        for (double value : values) {
            sum += value;
            rank += value > values[0] * ROUNDOFF * Math.max(a.factorRows(), b.factorRows()) ? 1 : 0;
        }
        return new RootTrace(sum, Method.FACTORS, rank);
    }

    private static double[] eigenvalues(FeatureStatistics a, FeatureStatistics b) {
        int d = a.dimension();
        DoubleBuffer lower = Blas.doubles(d * d);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                lower.put(i * d + j, a.factor().get(j * d + i));
            }
        }
        DoubleBuffer other = Blas.doubles(d * d);
        other.put(0, b.covariance());
        Blas.congruence(lower, other, d);
        return Blas.symmetricEigenvalues(other, d);
    }

    /** How far the sum of roots may be off where each eigenvalue is off by the largest one's roundoff. */
    private static double rounding(double[] eigenvalues) {
        double off = ROUNDOFF * eigenvalues[eigenvalues.length - 1];
        double sum = 0;
        for (double value : eigenvalues) {
            sum += value <= off ? Math.sqrt(off) : off / (2 * Math.sqrt(value));
        }
        return sum;
    }
}
