package dev.flawsmith.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** What trainings have in common that let rates fall and average weights. */
public final class Annealing {
    private static final double TINY = 1e-12;

    private Annealing() {}

    /**
     * What a rate is multiplied by: 1 up to a share of the budget, from there on falling linearly to 0 at its end.
     *
     * @param progress share of the budget that is used, in [0, 1]
     * @param from where the fall begins, in [0, 1]
     */
    public static double linear(double progress, double from) {
        return progress <= from ? 1 : Math.max(0, (1 - progress) / (1 - from));
    }

    /**
     * The decay of a power-function average at a step, {@code (1 - 1/t)^(power + 1)} (Karras et al. 2024, EDM2, eq. 3), in [0, 1).
     *
     * @param step from 1 on
     */
    public static double averageDecay(long step, double power) {
        return Math.pow(1 - 1.0 / step, power + 1);
    }

    /** What a gradient is multiplied by so that it is no longer than {@code most}, in (0, 1]. */
    public static float clip(double norm, double most) {
        return (float) Math.min(1, most / (norm + TINY));
    }

    /**
     * Moves an average towards weights, in place: {@code decay * average + (1 - decay) * weights}.
     *
     * @param average {@code [weights]}
     * @param scope ends with the step
     */
    public static void follow(NDArray average, NDArray weights, double decay, NDManager scope) {
        float kept = (float) decay;
        NDArray share = weights.mul(1 - kept);
        share.attach(scope);
        average.muli(kept).addi(share);
    }
}
