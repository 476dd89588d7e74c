package dev.flawsmith.sampling;

/**
 * The probability-flow ODE with its linear part solved exactly (Lu et al. 2022b, eq. 9): {@code x' = (sigma'/sigma) x -
 * alpha' (exp(-h) - 1) D}, where {@code alpha' exp(-h) = alpha sigma'/sigma}. Written without logarithms, it is exact
 * where there is no signal at the start ({@code alpha = 0}) or no noise at the end ({@code sigma' = 0}: the answer is D).
 */
final class ExponentialStep {
    private ExponentialStep() {}

    /** With {@code D} constant over the step. */
    static float[] over(float[] x, float[] denoised, NoiseLevel from, NoiseLevel to) {
        double keep = to.sigma() / from.sigma();
        double add = to.alpha() - from.alpha() * keep;
        float[] next = new float[x.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = (float) (keep * x[i] + add * denoised[i]);
        }
        return next;
    }
}
