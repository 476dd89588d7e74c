package dev.flawsmith.sampling;

import java.util.Arrays;

/**
 * The closed form that the samplers are held against: data ~ N(mu, s²), independent values. Its denoiser is the
 * posterior mean, and its probability-flow ODE only scales the distance from the mean.
 */
record GaussianData(double mu, double s) {
    /** The posterior mean of x0 given {@code x = alpha x0 + sigma noise}. */
    float[] denoise(Evaluation evaluation) {
        NoiseLevel level = evaluation.level();
        float[] denoised = new float[evaluation.x().length];
        for (int i = 0; i < denoised.length; i++) {
            double residual = evaluation.x()[i] - level.alpha() * mu;
            denoised[i] = (float) (mu + level.alpha() * s * s / variance(level) * residual);
        }
        return denoised;
    }

    /** Where the probability-flow ODE takes {@code x} on its way from one level to another. */
    double exact(double x, NoiseLevel from, NoiseLevel to) {
        return to.alpha() * mu + (x - from.alpha() * mu) * Math.sqrt(variance(to) / variance(from));
    }

    /** Root mean square distance of a finished trajectory from the exact answer. */
    double error(Sampler sampler, SamplingPlan plan) {
        Trajectory trajectory = sampler.start(plan);
        float[] start = trajectory.sample();
        while (!trajectory.done()) {
            trajectory.accept(denoise(trajectory.next()));
        }
        float[] end = trajectory.sample();
        double[] errors = new double[end.length];
        NoiseLevel from = plan.levels().get(0);
        NoiseLevel to = plan.levels().get(plan.steps());
        Arrays.setAll(errors, i -> end[i] - exact(start[i], from, to));
        return Math.sqrt(Arrays.stream(errors).map(e -> e * e).average().orElseThrow());
    }

    private double variance(NoiseLevel level) {
        return Math.pow(level.alpha() * s, 2) + Math.pow(level.sigma(), 2);
    }
}
