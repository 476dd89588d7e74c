package dev.flawsmith.sampling;

import java.util.Set;

/**
 * UniPC (Zhao et al. 2023, algorithms 5 to 8): a multistep predictor, UniP, and a corrector, UniC, which puts right the
 * last step with the evaluation that the next one needs anyway. One evaluation a step. UniPC-p has order p + 1 while it
 * is neither starting nor ending: steps warm up from p = 1, and one that ends at sigma 0 is of p = 1, uncorrected.
 */
public final class UniPc implements Sampler {
    /** The function B(h) of the paper's section 3.1: any with B(h) = O(h) keeps the order. */
    public enum Weight {
        /** {@code B(h) = h}. */
        BH1,
        /** {@code B(h) = exp(h) - 1}. */
        BH2
    }

    /**
     * What distinguishes the published variants.
     *
     * @param order p, 1 to 3
     * @param weight B(h)
     * @param predictsData whether the integrand is the data prediction, rather than the noise prediction
     * @param lowerOrderLast whether p falls to 1 over the last steps
     * @param uncorrected numbers of steps, from 0, that are not put right
     * @param clipping of the denoised image, where that is the integrand
     */
    public record Options(
            int order,
            Weight weight,
            boolean predictsData,
            boolean lowerOrderLast,
            Set<Integer> uncorrected,
            Clipping clipping) {
        public Options {
            if (order < 1 || order > 3) {
                throw new IllegalArgumentException("expected an order from 1 to 3, found " + order);
            }
            uncorrected = Set.copyOf(uncorrected);
        }

        /** Order {@code order} on the data prediction with B(h) = exp(h) - 1, lowered towards the end. */
        public static Options ofOrder(int order) {
            return new Options(order, Weight.BH2, true, true, Set.of(), Clipping.NONE);
        }
    }

    private final Options options;

    /** With a choice of options. */
    public UniPc(Options options) {
        this.options = options;
    }

    @Override
    public String name() {
        return options.order() == 2 ? "unipc" : "unipc-" + options.order();
    }

    @Override
    public int evaluations(int steps) {
        return NoiseSchedule.requireSteps(steps);
    }

    /** {@inheritDoc} On the noise prediction, over levels with signal only. */
    @Override
    public Trajectory start(SamplingPlan plan) {
        NoiseLevel first = plan.levels().get(0);
        if (!options.predictsData() && first.alpha() == 0) {
            throw new IllegalArgumentException("expected signal at the first level for sampler " + name()
                    + " on the noise prediction, found " + first);
        }
        return new UniPcTrajectory(plan, options);
    }
}
