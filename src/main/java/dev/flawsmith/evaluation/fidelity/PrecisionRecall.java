package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;

/**
 * Improved precision and recall (Kynkäänniemi et al. 2019, eq. 2): shares of one set's rows that lie within a ball about a
 * row of the other, as wide as to its k-th nearest other row, with {@code ≤}: a point at exactly the radius is inside.
 *
 * @param precision of the synthetic rows, in [0, 1]
 * @param recall of the real rows, in [0, 1]
 * @param k neighbours
 */
public record PrecisionRecall(double precision, double recall, int k) {
    /** The authors' choice. */
    public static final int NEIGHBOURS = 3;

    /**
     * Of two sets.
     *
     * @param k from 1 to one less than the rows of the smaller set
     * @throws FeatureException if k is out of that range, dimensions differ, or a number is not finite
     */
    public static PrecisionRecall between(FeatureRows reference, FeatureRows synthetic, int k) {
        FeatureRows.requireSameColumns(reference, synthetic);
        return new PrecisionRecall(
                Balls.about(reference, k).of(synthetic, true).covered(),
                Balls.about(synthetic, k).of(reference, true).covered(),
                k);
    }
}
