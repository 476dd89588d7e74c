package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.Blas;
import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import java.nio.DoubleBuffer;

/**
 * The Vendi score (Friedman and Dieng 2023, eq. 2): {@code exp(-Σ λ log λ)} over the eigenvalues of {@code K / n}, K the
 * cosines of all pairs of rows. The number of different images that a set is worth, in [1, n]; it knows no reference. The
 * eigenvalues of the d×d matrix {@code Xᵀ X / n} are the same but for zeros, and are taken where d is below n.
 */
public final class VendiScore {
    private static final int BLOCK = 1024;

    private VendiScore() {}

    /**
     * Of a set.
     *
     * @throws FeatureException if a row is zero, which has no cosine, or a number is not finite
     */
    public static double of(FeatureRows rows) {
        int n = rows.rows();
        int d = rows.columns();
        int size = Math.min(n, d);
        DoubleBuffer matrix = Blas.doubles(Math.multiplyExact(size, size));
        if (d < n) {
            int block = Math.min(BLOCK, n);
            DoubleBuffer unit = Blas.doubles(Math.multiplyExact(block, d));
            for (int from = 0; from < n; from += block) {
                int count = Math.min(block, n - from);
                putUnit(rows, from, count, n, unit);
                Blas.addSquares(unit, count, d, matrix);
            }
        } else {
            DoubleBuffer unit = Blas.doubles(Math.multiplyExact(n, d));
            putUnit(rows, 0, n, n, unit);
            Blas.productTransposed(unit, n, unit, n, d, matrix);
        }
        double entropy = 0;
        for (double value : Blas.symmetricEigenvalues(matrix, size)) {
            entropy -= value > 0 ? value * Math.log(value) : 0;
        }
        return Math.exp(entropy);
    }

    /** Rows of length {@code 1 / √n}. */
    private static void putUnit(FeatureRows rows, int from, int count, int n, DoubleBuffer target) {
        int d = rows.columns();
        double[] values = Numbers.toDoubles(rows.block(from, count));
        for (int r = 0; r < count; r++) {
            double squares = 0;
            for (int j = r * d; j < (r + 1) * d; j++) {
                squares += values[j] * values[j];
            }
            if (squares == 0) {
                throw new FeatureException(rows.name() + ": expected rows that are not zero for a Vendi score, found"
                        + " row " + (from + r) + " to be");
            }
            double scale = 1 / Math.sqrt(squares * n);
            for (int j = r * d; j < (r + 1) * d; j++) {
                values[j] *= scale;
            }
        }
        target.put(0, values);
    }
}
