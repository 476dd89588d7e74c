package dev.flawsmith.sampling;

/**
 * Multistep consistency sampling (Song et al. 2023, algorithm 1; Luo et al. 2023, algorithm 3): denoise at one go, add
 * new noise of the next level, and again. For consistency models only, whose answer is a sample: the answer of a plain
 * denoiser is a mean of samples, and no number of steps makes its images of the data. One evaluation a step and one draw
 * but in the last.
 */
public final class Consistency implements Sampler {
    /** Standard deviation of the data in the boundary condition of latent consistency models. */
    private static final double SIGMA_DATA = 0.5;

    private final double timestepScaling;
    private final Clipping clipping;

    /** For a network whose answers are the consistency function's. */
    public Consistency() {
        this(Double.NaN, Clipping.NONE);
    }

    /**
     * For a network whose answers still need the boundary condition {@code c_skip x + c_out D} (Luo et al. 2023, eq. 9).
     *
     * @param timestepScaling what timesteps are multiplied by in it; NaN for no boundary condition
     */
    public Consistency(double timestepScaling, Clipping clipping) {
        this.timestepScaling = timestepScaling;
        this.clipping = clipping;
    }

    @Override
    public String name() {
        return "lcm";
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
                float[] clean = clean(x, clipping.apply(denoised), from());
                NoiseLevel to = to();
                float[] fresh = to.sigma() == 0 ? new float[clean.length] : stepNoise();
                float[] next = new float[clean.length];
                for (int i = 0; i < next.length; i++) {
                    next[i] = (float) (to.alpha() * clean[i] + to.sigma() * fresh[i]);
                }
                finishStep(next);
            }
        };
    }

    private float[] clean(float[] x, float[] denoised, NoiseLevel level) {
        if (Double.isNaN(timestepScaling)) {
            return denoised;
        }
        double time = timestepScaling * level.timestep();
        double squared = time * time + SIGMA_DATA * SIGMA_DATA;
        double skip = SIGMA_DATA * SIGMA_DATA / squared;
        double out = time / Math.sqrt(squared);
        float[] clean = new float[x.length];
        for (int i = 0; i < clean.length; i++) {
            clean[i] = (float) (skip * x[i] + out * denoised[i]);
        }
        return clean;
    }
}
