package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import java.util.SplittableRandom;

/**
 * The kernel distance (KID): the squared maximum mean discrepancy under the cubic kernel {@code (xᵀy/d + 1)³}, unbiased
 * (Bińkowski et al. 2018, section 4; Gretton et al. 2012, eq. 3), over the whole sets and over random blocks. Float64. No
 * law of the features is assumed, so it is sound for a dozen images; it may come out below 0.
 *
 * @param full over all pairs of the whole sets
 * @param mean over the blocks
 * @param std over the blocks, ddof 0; 0 where a block is both whole sets, as then all blocks are one
 * @param blocks how many blocks were drawn
 * @param blockSize rows of each side in a block, without replacement
 * @param seed of the blocks
 */
public record KernelDistance(double full, double mean, double std, int blocks, int blockSize, long seed) {
    /** Blocks, and rows in one, of the published protocol. */
    public static final int BLOCKS = 100;

    /** See {@link #BLOCKS}. */
    public static final int BLOCK_SIZE = 1000;

    /**
     * Of two sets, with {@value #BLOCKS} blocks of {@value #BLOCK_SIZE} rows, or of the smaller set's rows where it has
     * fewer.
     *
     * @throws FeatureException if dimensions differ, a set has fewer than two rows, or a number is not finite
     */
    public static KernelDistance between(FeatureRows reference, FeatureRows synthetic, long seed) {
        double full = full(reference, synthetic);
        int n = reference.rows();
        int m = synthetic.rows();
        int size = Math.min(BLOCK_SIZE, Math.min(n, m));
        if (size == n && size == m) {
            return new KernelDistance(full, full, 0, BLOCKS, size, seed);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[BLOCKS];
        for (int i = 0; i < BLOCKS; i++) {
            values[i] = full(
                    reference.select(Subsets.choose(n, size, random)),
                    synthetic.select(Subsets.choose(m, size, random)));
        }
        return new KernelDistance(full, Numbers.mean(values), Numbers.deviation(values, 0), BLOCKS, size, seed);
    }

    /** The unbiased estimate over all pairs. */
    public static double full(FeatureRows reference, FeatureRows synthetic) {
        FeatureRows.requireSameColumns(reference, synthetic);
        PairKernel kernel = PairKernel.cubic(reference.columns());
        double across = KernelSums.across(reference, synthetic, kernel);
        return within(reference, kernel)
                + within(synthetic, kernel)
                - 2 * across / ((double) reference.rows() * synthetic.rows());
    }

    private static double within(FeatureRows rows, PairKernel kernel) {
        double n = rows.rows();
        if (n < 2) {
            throw new FeatureException(rows.name() + ": expected at least 2 rows for a kernel distance, found 1");
        }
        return KernelSums.within(rows, kernel) / (n * (n - 1));
    }
}
