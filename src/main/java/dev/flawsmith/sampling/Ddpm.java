package dev.flawsmith.sampling;

/**
 * Ancestral sampling (Ho et al. 2020, algorithm 2): from the {@link Posterior}, with the denoised image for the clean one.
 * One evaluation and one draw a step; no draw at timestep 0, nor where a step without timesteps ends at sigma 0.
 */
public final class Ddpm implements Sampler {
    /** Two choices of the variance (Ho et al. 2020, section 3.2). */
    public enum Variance {
        /** The posterior's own, a lower bound. */
        SMALL,
        /** The forward step's, an upper bound. */
        LARGE
    }

    private final Variance variance;
    private final Clipping clipping;

    /** With {@link Variance#SMALL} and no clipping. */
    public Ddpm() {
        this(Variance.SMALL, Clipping.NONE);
    }

    /** With a choice of both. */
    public Ddpm(Variance variance, Clipping clipping) {
        this.variance = variance;
        this.clipping = clipping;
    }

    @Override
    public String name() {
        return "ddpm";
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
                Posterior posterior = Posterior.of(from(), to());
                float[] clipped = clipping.apply(denoised);
                float[] next = new float[x.length];
                for (int i = 0; i < next.length; i++) {
                    next[i] = (float) (posterior.xWeight() * x[i] + posterior.denoisedWeight() * clipped[i]);
                }
                double spread =
                        Math.sqrt(variance == Variance.SMALL ? posterior.variance() : posterior.addedVariance());
                if (spread > 0 && !isLast()) {
                    float[] fresh = stepNoise();
                    for (int i = 0; i < next.length; i++) {
                        next[i] += (float) (spread * fresh[i]);
                    }
                }
                finishStep(next);
            }

            private boolean isLast() {
                double timestep = from().timestep();
                return Double.isNaN(timestep) ? to().sigma() == 0 : timestep == 0;
            }
        };
    }
}
