package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.FeatureRows;

/**
 * CMMD (Jayasumana et al. 2024, section 4): the squared maximum mean discrepancy under a Gaussian kernel of width
 * {@value #SIGMA}, as the biased V-statistic, times {@value #SCALE}. At least 0 up to rounding. Published on normalised
 * CLIP embeddings; with another encoder the width is what it is, and figures of different encoders do not compare.
 */
public final class Cmmd {
    /** The kernel's width, in the features' units. */
    public static final double SIGMA = 10;

    private static final double SCALE = 1000;

    private Cmmd() {}

    /**
     * Of two sets.
     *
     * @throws dev.flawsmith.math.FeatureException if dimensions differ or a number is not finite
     */
    public static double between(FeatureRows reference, FeatureRows synthetic) {
        FeatureRows.requireSameColumns(reference, synthetic);
        PairKernel kernel = PairKernel.gaussian(SIGMA);
        double n = reference.rows();
        double m = synthetic.rows();
        // a row and itself: the kernel is 1
        double within = (KernelSums.within(reference, kernel) + n) / (n * n)
                + (KernelSums.within(synthetic, kernel) + m) / (m * m);
        return SCALE * (within - 2 * KernelSums.across(reference, synthetic, kernel) / (n * m));
    }
}
