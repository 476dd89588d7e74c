package dev.flawsmith.sampling;

import org.jspecify.annotations.Nullable;

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

    private static final int SHORT_BELOW = 15;
    private final LastStep lastStep;

    /** With {@link LastStep#FIRST_ORDER_IF_SHORT}. */
    public DpmSolverPlusPlus2M() {
        this(LastStep.FIRST_ORDER_IF_SHORT);
    }

    /** With a choice of the last step's order. */
    public DpmSolverPlusPlus2M(LastStep lastStep) {
        this.lastStep = lastStep;
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
        return new MultistepTrajectory(plan, lastStep);
    }

    private static final class MultistepTrajectory extends StepTrajectory {
        private final LastStep lastStep;
        private @Nullable NoiseLevel before;
        private float @Nullable [] denoisedBefore;

        MultistepTrajectory(SamplingPlan plan, LastStep lastStep) {
            super(plan);
            this.lastStep = lastStep;
        }

        @Override
        void advance(float[] x, float[] denoised) {
            float[] extrapolated = before == null || denoisedBefore == null || firstOrder()
                    ? denoised
                    : extrapolated(denoised, before, denoisedBefore);
            float[] next = ExponentialStep.over(x, extrapolated, from(), to());
            before = from();
            denoisedBefore = denoised;
            finishStep(next);
        }

        private boolean firstOrder() {
            if (to().sigma() == 0) {
                return true;
            }
            boolean last = step() == steps() - 1;
            return switch (lastStep) {
                case FIRST_ORDER -> last;
                case FIRST_ORDER_IF_SHORT -> last && steps() < SHORT_BELOW;
                case SECOND_ORDER -> false;
            };
        }

        /** Lu et al. 2022b, algorithm 2, line 5: {@code D = (1 + 1/2r) D0 - (1/2r) D1}, at the step's middle. */
        private float[] extrapolated(float[] d0, NoiseLevel before, float[] d1) {
            double r = (lambda(from()) - lambda(before)) / (lambda(to()) - lambda(from()));
            float[] middle = new float[d0.length];
            for (int i = 0; i < middle.length; i++) {
                middle[i] = (float) (d0[i] + ((double) d0[i] - d1[i]) / (2 * r));
            }
            return middle;
        }

        /** Half the log signal-to-noise ratio; minus infinity at zero signal. */
        private static double lambda(NoiseLevel level) {
            return Math.log(level.alpha()) - Math.log(level.sigma());
        }
    }
}
