package dev.flawsmith.sampling;

import java.util.Arrays;
import java.util.List;

/**
 * Noise levels evenly spaced in {@code log sigma}, then 0: Karras et al. 2022, eq. 5 as rho grows without bound.
 *
 * @param sigmaMin smallest level above 0
 * @param sigmaMax largest level, above sigmaMin
 */
public record ExponentialSchedule(double sigmaMin, double sigmaMax) implements NoiseSchedule {
    public ExponentialSchedule {
        if (!(sigmaMin > 0) || !(sigmaMax > sigmaMin) || Double.isInfinite(sigmaMax)) {
            throw new IllegalArgumentException("expected finite levels with 0 < sigmaMin < sigmaMax, found sigmaMin "
                    + sigmaMin + " and sigmaMax " + sigmaMax);
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
        double max = Math.log(sigmaMax);
        double min = Math.log(sigmaMin);
        for (int i = 0; i < steps; i++) {
            double ramp = steps == 1 ? 0 : (double) i / (steps - 1);
            sigmas[i] = Math.exp(max + ramp * (min - max));
        }
        return sigmas;
    }

    @Override
    public List<NoiseLevel> levels(int steps) {
        return Arrays.stream(sigmas(steps)).mapToObj(NoiseLevel::ofSigma).toList();
    }
}
