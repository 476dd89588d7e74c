package dev.flawsmith.sampling;

/**
 * What a network with training timesteps was trained to output, and how that becomes a denoised image. Levels may be
 * written in variance-preserving or -exploding coordinates; below, {@code n² = alpha² + sigma²}. In float32, one rounding
 * an operation, as published (see {@link SlopeStep}).
 */
public enum Prediction {
    /** The noise: {@code D = (x - sigma out) / alpha} (Ho et al. 2020, eq. 15). Undefined where alpha is 0. */
    EPSILON {
        @Override
        float[] answer(float[] x, float[] output, NoiseLevel level) {
            float alpha = (float) level.alpha();
            float sigma = (float) level.sigma();
            float[] denoised = new float[x.length];
            for (int i = 0; i < denoised.length; i++) {
                denoised[i] = (x[i] - sigma * output[i]) / alpha;
            }
            return denoised;
        }
    },
    /**
     * The velocity {@code (alpha noise - sigma x0) / n}: {@code D = alpha x / n² - sigma out / n} (Salimans and Ho 2022,
     * appendix D).
     */
    V {
        @Override
        float[] answer(float[] x, float[] output, NoiseLevel level) {
            float alpha = (float) level.alpha();
            float squared = squaredNorm(level);
            float weight = -(float) level.sigma() / (float) Math.sqrt(squared);
            float[] denoised = new float[x.length];
            for (int i = 0; i < denoised.length; i++) {
                denoised[i] = output[i] * weight + x[i] * alpha / squared;
            }
            return denoised;
        }
    },
    /** The image itself. */
    SAMPLE {
        @Override
        float[] answer(float[] x, float[] output, NoiseLevel level) {
            return output.clone();
        }
    };

    private static final double UNIT_WITHIN = 1e-6;

    abstract float[] answer(float[] x, float[] output, NoiseLevel level);

    /**
     * The network's input: {@code x / n}, of unit variance.
     *
     * @param x the noisy image at {@code level}, flattened
     * @return a new array, same length
     */
    public static float[] input(float[] x, NoiseLevel level) {
        float norm = (float) Math.sqrt(squaredNorm(level));
        float[] input = new float[x.length];
        for (int i = 0; i < input.length; i++) {
            input[i] = x[i] / norm;
        }
        return input;
    }

    /**
     * The denoised image.
     *
     * @param x the noisy image at {@code level}, not yet scaled, flattened
     * @param output the network's output for {@link #input}, same length
     * @return a new array, same length
     * @throws IllegalArgumentException if the lengths differ, or noise is predicted where there is no signal
     */
    public float[] denoised(float[] x, float[] output, NoiseLevel level) {
        if (x.length != output.length) {
            throw new IllegalArgumentException("expected an output of " + x.length + " values, found " + output.length);
        }
        if (this == EPSILON && level.alpha() == 0) {
            throw new IllegalArgumentException("expected signal for a network that predicts noise, found " + level);
        }
        return answer(x, output, level);
    }

    /** n²: exactly 1 in variance-preserving coordinates, whose own rounding it would else carry over. */
    private static float squaredNorm(NoiseLevel level) {
        float alpha = (float) level.alpha();
        float sigma = (float) level.sigma();
        float squared = sigma * sigma + alpha * alpha;
        return Math.abs(squared - 1) < UNIT_WITHIN ? 1 : squared;
    }
}
