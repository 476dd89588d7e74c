package dev.flawsmith.sampling;

import java.util.Arrays;

/** What a sampler does to a denoised image that leaves the range of images. Immutable and thread-safe. */
public abstract class Clipping {
    /** Leaves it as it is. */
    public static final Clipping NONE = new Clipping() {
        @Override
        float[] apply(float[] denoised) {
            return denoised;
        }
    };

    private Clipping() {}

    /** The clipped image: a new array, or {@code denoised} itself where nothing is to be done; never changes it. */
    abstract float[] apply(float[] denoised);

    /**
     * Into [-range, range].
     *
     * @param range finite, above 0
     */
    public static Clipping to(double range) {
        if (!(range > 0) || Double.isInfinite(range)) {
            throw new IllegalArgumentException("expected a finite clipping range above 0, found " + range);
        }
        return new Clipping() {
            @Override
            float[] apply(float[] denoised) {
                return clamped(denoised, (float) range, 1);
            }
        };
    }

    /**
     * Dynamic thresholding (Saharia et al. 2022, section 2.3): into [-s, s], then divided by s, where s is the quantile of
     * the image's absolute values, at least 1 and at most {@code max}.
     *
     * @param quantile in [0, 1]; linear between two values
     * @param max finite, above 0; below 1 it is what s is
     */
    public static Clipping dynamic(double quantile, double max) {
        if (!(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("expected a thresholding quantile in [0, 1], found " + quantile);
        }
        if (!(max > 0) || Double.isInfinite(max)) {
            throw new IllegalArgumentException("expected a finite greatest threshold above 0, found " + max);
        }
        return new Clipping() {
            @Override
            float[] apply(float[] denoised) {
                float s = (float) Math.min(Math.max(quantile(denoised, quantile), 1), max);
                return clamped(denoised, s, s);
            }
        };
    }

    private static float[] clamped(float[] values, float range, float divisor) {
        float[] clamped = new float[values.length];
        for (int i = 0; i < clamped.length; i++) {
            clamped[i] = Math.max(-range, Math.min(range, values[i])) / divisor;
        }
        return clamped;
    }

    private static double quantile(float[] values, double quantile) {
        float[] sorted = new float[values.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = Math.abs(values[i]);
        }
        Arrays.sort(sorted);
        double rank = quantile * (sorted.length - 1);
        int below = (int) rank;
        double above = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (rank - below) * (above - sorted[below]);
    }
}
