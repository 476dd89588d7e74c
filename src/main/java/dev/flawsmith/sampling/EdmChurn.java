package dev.flawsmith.sampling;

import org.jspecify.annotations.Nullable;

/**
 * The stochastic sampler of EDM (Karras et al. 2022, algorithm 2): every step first adds noise, up to {@code (1 + gamma)
 * sigma}, then makes a step of {@link Heun} from there. {@code gamma = min(churn / steps, sqrt(2) - 1)} while sigma is in
 * [sigmaMin, sigmaMax], else 0. {@code 2 steps - 1} evaluations when the last sigma is 0; one draw in each step with
 * gamma above 0. It evaluates between the levels of its schedule, so only networks that need no timestep can run it.
 */
public final class EdmChurn implements Sampler {
    private static final double MOST_GAMMA = Math.sqrt(2) - 1;

    private final double churn;
    private final double sigmaMin;
    private final double sigmaMax;
    private final double noiseScale;

    /** The paper's settings for its own ImageNet-64 model (table 5): 40, 0.05, 50, 1.003. */
    public EdmChurn() {
        this(40, 0.05, 50, 1.003);
    }

    /**
     * With a choice of all four.
     *
     * @param churn S_churn, at least 0; 0 is {@link Heun}
     * @param sigmaMin S_tmin, inclusive, at least 0
     * @param sigmaMax S_tmax, inclusive, at least sigmaMin, possibly infinite
     * @param noiseScale S_noise, finite, above 0
     */
    public EdmChurn(double churn, double sigmaMin, double sigmaMax, double noiseScale) {
        if (!(churn >= 0) || !(sigmaMin >= 0) || !(sigmaMax >= sigmaMin)) {
            throw new IllegalArgumentException("expected churn >= 0 and 0 <= sigmaMin <= sigmaMax, found churn " + churn
                    + ", sigmaMin " + sigmaMin + ", sigmaMax " + sigmaMax);
        }
        if (!(noiseScale > 0) || Double.isInfinite(noiseScale)) {
            throw new IllegalArgumentException("expected a finite noiseScale above 0, found " + noiseScale);
        }
        this.churn = churn;
        this.sigmaMin = sigmaMin;
        this.sigmaMax = sigmaMax;
        this.noiseScale = noiseScale;
    }

    @Override
    public String name() {
        return "edm-churn";
    }

    @Override
    public int evaluations(int steps) {
        return 2 * NoiseSchedule.requireSteps(steps) - 1;
    }

    /** {@inheritDoc} Over levels without timesteps and with {@code alpha = 1} only. */
    @Override
    public Trajectory start(SamplingPlan plan) {
        for (NoiseLevel level : plan.levels()) {
            if (level.alpha() != 1 || !Double.isNaN(level.timestep())) {
                throw new IllegalArgumentException(
                        "expected levels with alpha 1 and no timestep for sampler " + name() + ", found " + level);
            }
        }
        return new ChurnTrajectory(plan);
    }

    private final class ChurnTrajectory extends StepTrajectory {
        private NoiseLevel raised;
        private float[] churned;
        private float @Nullable [] firstSlope;
        private float[] predicted = {};

        ChurnTrajectory(SamplingPlan plan) {
            super(plan);
            raised = from();
            churned = sample();
            beginStep(churned);
        }

        /** Lines 4 to 6: the temporary increase of noise. */
        @Override
        void beginStep(float[] x) {
            double sigma = from().sigma();
            boolean within = sigma >= sigmaMin && sigma <= sigmaMax;
            double gamma = within ? Math.min(churn / scheduledSteps(), MOST_GAMMA) : 0;
            raised = gamma == 0 ? from() : NoiseLevel.ofSigma(sigma + gamma * sigma);
            churned = gamma == 0 ? x : raised(x, sigma);
            evaluate(churned, raised);
        }

        private float[] raised(float[] x, double sigma) {
            double spread = noiseScale * Math.sqrt(raised.sigma() * raised.sigma() - sigma * sigma);
            float[] fresh = stepNoise();
            float[] next = new float[x.length];
            for (int i = 0; i < next.length; i++) {
                next[i] = (float) (x[i] + spread * fresh[i]);
            }
            return next;
        }

        /** Lines 7 to 11. */
        @Override
        void advance(float[] x, float[] denoised) {
            float[] first = firstSlope;
            if (first != null) {
                firstSlope = null;
                float[] slope = SlopeStep.mean(first, SlopeStep.slope(predicted, denoised, to()));
                finishStep(SlopeStep.along(churned, slope, raised, to()));
            } else if (SlopeStep.hasSlopes(raised, to())) {
                firstSlope = SlopeStep.slope(churned, denoised, raised);
                predicted = SlopeStep.along(churned, firstSlope, raised, to());
                evaluate(predicted, to());
            } else {
                finishStep(ExponentialStep.over(churned, denoised, raised, to()));
            }
        }
    }
}
