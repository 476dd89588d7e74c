package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;

/**
 * Precision, recall, density and coverage by k nearest neighbours (Naeem et al. 2020, eqs. 2 to 5; the authors' prdc),
 * with strict {@code <}: a point at exactly the radius is outside, so two sets whose rows are all equal give 0 throughout.
 * Distances are Euclidean; a row is never its own neighbour.
 *
 * @param precision the share of synthetic rows within a real row's ball, in [0, 1]
 * @param recall the share of real rows within a synthetic row's ball, in [0, 1]
 * @param density how many real balls a synthetic row lies in, over k; 1 where the laws agree, no upper bound
 * @param coverage the share of real balls that hold a synthetic row, in [0, 1]
 * @param k neighbours
 */
public record DensityCoverage(double precision, double recall, double density, double coverage, int k) {
    /** The authors' choice. */
    public static final int NEIGHBOURS = 5;

    /**
     * Of two sets.
     *
     * @param k from 1 to one less than the rows of the smaller set
     * @throws FeatureException if k is out of that range, dimensions differ, or a number is not finite
     */
    public static DensityCoverage between(FeatureRows reference, FeatureRows synthetic, int k) {
        FeatureRows.requireSameColumns(reference, synthetic);
        Balls.Membership real = Balls.about(reference, k).of(synthetic, false);
        Balls.Membership generated = Balls.about(synthetic, k).of(reference, false);
        return new DensityCoverage(real.covered(), generated.covered(), real.ballsAPoint() / k, real.filled(), k);
    }
}
