package dev.flawsmith.sampling;

/**
 * DPM-Solver++(2M) (Lu et al. 2022b, algorithm 2): a second-order multistep method on the data prediction, exact in the
 * linear part, over {@code lambda = ln(alpha / sigma)}. One evaluation a step; the first step is of order 1, and so is
 * one that ends at sigma 0. EDM levels are the case {@code alpha = 1}.
 */
public final class DpmSolverPlusPlus2M implements Sampler {
    /** The order of a last step that ends above sigma 0. */
    public enum LastStep {
        /** Always order 1. */
        FIRST_ORDER,
        /** Order 1 in trajectories of fewer than 15 steps, where order 2 is unstable. */
        FIRST_ORDER_IF_SHORT,
        /** Always order 2. */
        SECOND_ORDER
    }

    private final DpmMultistep.Options options;

    /** With {@link LastStep#FIRST_ORDER_IF_SHORT}. */
    public DpmSolverPlusPlus2M() {
        this(LastStep.FIRST_ORDER_IF_SHORT);
    }

    /** With a choice of the last step's order. */
    public DpmSolverPlusPlus2M(LastStep lastStep) {
        this(new DpmMultistep.Options(
                2,
                false,
                false,
                lastStep == LastStep.FIRST_ORDER,
                lastStep == LastStep.FIRST_ORDER_IF_SHORT,
                Clipping.NONE));
    }

    /** A published variant, of order 1 to 3. */
    DpmSolverPlusPlus2M(DpmMultistep.Options options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "dpmpp-2m";
    }

    @Override
    public int evaluations(int steps) {
        return NoiseSchedule.requireSteps(steps);
    }

    @Override
    public Trajectory start(SamplingPlan plan) {
        return new DpmMultistep(plan, options);
    }
}
