package dev.flawsmith.sampling;

/**
 * DDIM (Song et al. 2021, eq. 12 and 16): {@code x' = alpha' D + sqrt(sigma'² - s²) noise(x) + s z}, where {@code s² =
 * eta² } times the posterior's variance. At eta 0 it is deterministic and equals {@link Euler}; at eta 1 it is ancestral.
 * One evaluation a step, order 1; one draw a step where eta is above 0 and the step ends above sigma 0. A clipped
 * image moves the mean only, the direction is that of the network's own answer.
 */
public final class Ddim implements Sampler {
    private final double eta;
    private final Clipping clipping;

    /** With eta 0 and no clipping. */
    public Ddim() {
        this(0, Clipping.NONE);
    }

    /**
     * With a choice of both.
     *
     * @param eta in [0, 1]
     */
    public Ddim(double eta, Clipping clipping) {
        if (!(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException("expected eta in [0, 1], found " + eta);
        }
        this.eta = eta;
        this.clipping = clipping;
    }

    /** The same with another eta. */
    public Ddim withEta(double eta) {
        return new Ddim(eta, clipping);
    }

    @Override
    public String name() {
        return "ddim";
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
                NoiseLevel from = from();
                NoiseLevel to = to();
                double spread = eta * Math.sqrt(Posterior.of(from, to).variance());
                double direction = Math.sqrt(Math.max(0, to.sigma() * to.sigma() - spread * spread));
                float[] clipped = clipping.apply(denoised);
                float[] next = new float[x.length];
                for (int i = 0; i < next.length; i++) {
                    double noise = (x[i] - from.alpha() * denoised[i]) / from.sigma();
                    next[i] = (float) (to.alpha() * clipped[i] + direction * noise);
                }
                if (spread > 0) {
                    float[] fresh = stepNoise();
                    for (int i = 0; i < next.length; i++) {
                        next[i] += (float) (spread * fresh[i]);
                    }
                }
                finishStep(next);
            }
        };
    }
}
