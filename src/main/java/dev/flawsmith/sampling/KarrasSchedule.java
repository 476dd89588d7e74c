package dev.flawsmith.sampling;

import java.util.Arrays;
import java.util.List;

/**
 * The EDM noise levels, evenly spaced in {@code sigma^(1/rho)} (Karras et al. 2022, eq. 5), then 0.
 *
 * @param sigmaMin smallest level above 0
 * @param sigmaMax largest level, above sigmaMin
 * @param rho how much the steps shorten towards sigmaMin, at least 1; 7 in the paper
 */
public record KarrasSchedule(double sigmaMin, double sigmaMax, double rho) implements NoiseSchedule {
    /** The paper's table 1, column EDM. */
    public static final KarrasSchedule DEFAULT = new KarrasSchedule(0.002, 80, 7);

    public KarrasSchedule {
        if (!(sigmaMin > 0) || !(sigmaMax > sigmaMin) || Double.isInfinite(sigmaMax)) {
            throw new IllegalArgumentException("expected finite levels with 0 < sigmaMin < sigmaMax, found sigmaMin "
                    + sigmaMin + " and sigmaMax " + sigmaMax);
        }
        if (!(rho >= 1) || Double.isInfinite(rho)) {
            throw new IllegalArgumentException("expected a finite rho of at least 1, found " + rho);
        }
    }

    /**
     * The levels in order: {@code steps} of them from sigmaMax to sigmaMin, then 0; a single step starts at sigmaMax.
     *
     * @return {@code [steps + 1]}, strictly decreasing
     * @throws IllegalArgumentException if {@code steps} is below 1
     */
    public double[] sigmas(int steps) {
        double[] sigmas = new double[NoiseSchedule.requireSteps(steps) + 1];
        double max = Math.pow(sigmaMax, 1 / rho);
        double min = Math.pow(sigmaMin, 1 / rho);
        for (int i = 0; i < steps; i++) {
            double ramp = steps == 1 ? 0 : (double) i / (steps - 1);
            sigmas[i] = Math.pow(max + ramp * (min - max), rho);
        }
        return sigmas;
    }

    @Override
    public List<NoiseLevel> levels(int steps) {
        return Arrays.stream(sigmas(steps)).mapToObj(NoiseLevel::ofSigma).toList();
    }

    /** Exactly sigmaMax, from which the first level is a rounding away. */
    @Override
    public double initialScale(int steps) {
        return sigmaMax;
    }
}
