package dev.flawsmith.sampling;

/**
 * The probability-flow ODE as slopes: {@code d(x/alpha) / d(sigma/alpha) = (x/alpha - D) / (sigma/alpha)} (Karras et al.
 * 2022, eq. 4). In float32, one rounding an operation, as the published samplers do it: where a model's first level is
 * nearly pure noise (sigma/alpha 20,000 on the squared cosine) their images carry that rounding.
 */
final class SlopeStep {
    private SlopeStep() {}

    /** Whether both ends have slopes: there is signal at the start and noise at the end. */
    static boolean hasSlopes(NoiseLevel from, NoiseLevel to) {
        return from.alpha() > 0 && to.sigma() > 0;
    }

    /** The slope at {@code x}. */
    static float[] slope(float[] x, float[] denoised, NoiseLevel level) {
        float alpha = (float) level.alpha();
        float ratio = ratio(level);
        float[] slope = new float[x.length];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = (x[i] / alpha - denoised[i]) / ratio;
        }
        return slope;
    }

    /** Where {@code x} comes to along a slope. */
    static float[] along(float[] x, float[] slope, NoiseLevel from, NoiseLevel to) {
        float alphaFrom = (float) from.alpha();
        float alphaTo = (float) to.alpha();
        float dt = ratio(to) - ratio(from);
        float[] next = new float[x.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = alphaTo * (x[i] / alphaFrom + slope[i] * dt);
        }
        return next;
    }

    /** The mean of two slopes. */
    static float[] mean(float[] a, float[] b) {
        float[] mean = new float[a.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (a[i] + b[i]) / 2;
        }
        return mean;
    }

    /** sigma/alpha. */
    static float ratio(NoiseLevel level) {
        return (float) (level.sigma() / level.alpha());
    }
}
