package dev.flawsmith.evaluation;

import dev.flawsmith.evaluation.fidelity.Cmmd;
import dev.flawsmith.evaluation.fidelity.DensityCoverage;
import dev.flawsmith.evaluation.fidelity.KernelDistance;
import dev.flawsmith.evaluation.fidelity.PrecisionRecall;
import dev.flawsmith.evaluation.fidelity.SlicedWasserstein;
import dev.flawsmith.math.FeatureRows;
import org.jspecify.annotations.Nullable;

/**
 * Every figure of one comparison of a reference with a synthetic set.
 *
 * @param nReference rows of the reference
 * @param nSynthetic rows compared with it
 * @param frechetDistance see {@link FrechetFigure}
 * @param kid kernel distance
 * @param precision of {@link DensityCoverage}, strict {@code <}, as are the next three
 * @param recall likewise
 * @param density likewise
 * @param coverage likewise
 * @param k neighbours of these four
 * @param kynkaanniemi improved precision and recall, {@code ≤}; null with too few rows for its k
 * @param cmmd by a Gaussian kernel of width 10
 * @param vendi diversity of each set; null where a row is zero
 * @param slicedWasserstein over seeded directions
 */
public record Fidelity(
        int nReference,
        int nSynthetic,
        FrechetFigure frechetDistance,
        KernelDistance kid,
        double precision,
        double recall,
        double density,
        double coverage,
        int k,
        @Nullable PrecisionRecall kynkaanniemi,
        KernelFigure cmmd,
        VendiFigure vendi,
        SlicedWasserstein slicedWasserstein) {
    /**
     * CMMD, with its kernel.
     *
     * @param value times 1000
     * @param kernel its family
     * @param sigma its width
     */
    public record KernelFigure(double value, String kernel, double sigma) {}

    /**
     * Computes all of them.
     *
     * @throws dev.flawsmith.math.FeatureException if a set is too small for k, dimensions differ, or a number is not finite
     */
    public static Fidelity of(FeatureRows reference, FeatureRows synthetic, EvaluationSettings settings) {
        DensityCoverage prdc = DensityCoverage.between(reference, synthetic, settings.k());
        boolean enough = Math.min(reference.rows(), synthetic.rows()) > PrecisionRecall.NEIGHBOURS;
        return new Fidelity(
                reference.rows(),
                synthetic.rows(),
                FrechetFigure.of(reference, synthetic, settings),
                KernelDistance.between(reference, synthetic, settings.seed()),
                prdc.precision(),
                prdc.recall(),
                prdc.density(),
                prdc.coverage(),
                prdc.k(),
                enough ? PrecisionRecall.between(reference, synthetic, PrecisionRecall.NEIGHBOURS) : null,
                new KernelFigure(Cmmd.between(reference, synthetic), "gaussian", Cmmd.SIGMA),
                VendiFigure.of(reference, synthetic),
                SlicedWasserstein.between(reference, synthetic, SlicedWasserstein.DIRECTIONS, settings.seed()));
    }
}
