package dev.flawsmith.sampling;

import org.jspecify.annotations.Nullable;

/**
 * Heun's second-order method on the probability-flow ODE (Karras et al. 2022, algorithm 1, S_churn = 0): an Euler step,
 * then the mean of the slopes at both ends. Deterministic; {@code 2 steps - 1} evaluations when the last sigma is 0,
 * where the correction is left out. Levels with {@code alpha < 1} are integrated in {@code x / alpha} over
 * {@code sigma / alpha}, which is the same ODE.
 */
public final class Heun implements Sampler {
    private final Clipping clipping;

    /** Without clipping. */
    public Heun() {
        this(Clipping.NONE);
    }

    /** With a choice of clipping. */
    public Heun(Clipping clipping) {
        this.clipping = clipping;
    }

    @Override
    public String name() {
        return "heun";
    }

    @Override
    public int evaluations(int steps) {
        return 2 * NoiseSchedule.requireSteps(steps) - 1;
    }

    @Override
    public Trajectory start(SamplingPlan plan) {
        return new HeunTrajectory(plan);
    }

    private final class HeunTrajectory extends StepTrajectory {
        /** The slope at the step's start, while the evaluation at its end is awaited; null otherwise. */
        private float @Nullable [] firstSlope;

        private float[] predicted = {};

        HeunTrajectory(SamplingPlan plan) {
            super(plan);
        }

        @Override
        void advance(float[] x, float[] denoised) {
            float[] first = firstSlope;
            if (first != null) {
                firstSlope = null;
                float[] slope = SlopeStep.mean(first, SlopeStep.slope(predicted, clipping.apply(denoised), to()));
                finishStep(SlopeStep.along(x, slope, from(), to()));
            } else if (SlopeStep.hasSlopes(from(), to())) {
                firstSlope = SlopeStep.slope(x, clipping.apply(denoised), from());
                predicted = SlopeStep.along(x, firstSlope, from(), to());
                evaluate(predicted, to());
            } else {
                finishStep(ExponentialStep.over(x, clipping.apply(denoised), from(), to()));
            }
        }
    }
}
