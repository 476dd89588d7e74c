package dev.flawsmith.sampling;

/**
 * Euler's method on the probability-flow ODE (Karras et al. 2022, eq. 4 with sigma(t) = t); order 1, one evaluation a
 * step. Over levels with {@code alpha < 1} it is DDIM with eta 0 (Song et al. 2021, eq. 12), which it equals.
 */
public final class Euler implements Sampler {
    @Override
    public String name() {
        return "euler";
    }

    @Override
    public int evaluations(int steps) {
        return NoiseSchedule.requireSteps(steps);
    }

    @Override
    public Trajectory start(SamplingPlan plan) {
        return new StepTrajectory(plan) {
            @Override
            void advance(float[] x, float[] denoised) {
                if (SlopeStep.hasSlopes(from(), to())) {
                    finishStep(SlopeStep.along(x, SlopeStep.slope(x, denoised, from()), from(), to()));
                } else {
                    finishStep(ExponentialStep.over(x, denoised, from(), to()));
                }
            }
        };
    }
}
