package dev.flawsmith.sampling;

/**
 * Ancestral sampling by Euler's method: down the probability-flow ODE to {@code sigma_down}, then as much new noise as
 * leads to the step's end, {@code sigma_up² = sigma'² (sigma² - sigma'²) / sigma²}, the variance of the posterior (Ho et
 * al. 2020, eq. 7, in variance-exploding coordinates). One evaluation and one draw a step; no draw where a step ends at
 * sigma 0. In float32, one rounding an operation, as published (see {@link SlopeStep}).
 */
public final class EulerAncestral implements Sampler {
    @Override
    public String name() {
        return "euler-ancestral";
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
                if (to().sigma() == 0) {
                    finishStep(ExponentialStep.over(x, denoised, from(), to()));
                } else if (from().alpha() == 0) {
                    finishStep(afresh(denoised, to(), stepNoise()));
                } else {
                    finishStep(descended(x, SlopeStep.slope(x, denoised, from()), from(), to(), stepNoise()));
                }
            }
        };
    }

    /** Without signal at the start, nothing of {@code x} is left: sigma_down is 0. */
    private static float[] afresh(float[] denoised, NoiseLevel to, float[] noise) {
        float[] next = new float[denoised.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = (float) (to.alpha() * denoised[i] + to.sigma() * noise[i]);
        }
        return next;
    }

    private static float[] descended(float[] x, float[] slope, NoiseLevel from, NoiseLevel to, float[] noise) {
        float alphaFrom = (float) from.alpha();
        float alphaTo = (float) to.alpha();
        float sigmaFrom = SlopeStep.ratio(from);
        float sigmaTo = SlopeStep.ratio(to);
        float squaredTo = sigmaTo * sigmaTo;
        float squaredFrom = sigmaFrom * sigmaFrom;
        float up = (float) Math.sqrt(squaredTo * (squaredFrom - squaredTo) / squaredFrom);
        float down = (float) Math.sqrt(squaredTo - up * up);
        float dt = down - sigmaFrom;
        float[] next = new float[x.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = alphaTo * ((x[i] / alphaFrom + slope[i] * dt) + noise[i] * up);
        }
        return next;
    }
}
