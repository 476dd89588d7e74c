package dev.flawsmith.evaluation.pixels;

import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of real and of synthetic images.
 *
 * @param realMean over the real images
 * @param realDeviation standard deviation, ddof 0
 * @param syntheticMean over the synthetic images
 * @param syntheticDeviation standard deviation, ddof 0
 * @param ks the two-sample Kolmogorov–Smirnov statistic: the largest difference of the distribution functions, in [0, 1]
 * @param p its two-sided p-value; where images are many, a small one is no large difference
 * @param nReal real images compared
 * @param nSynthetic synthetic images compared
 */
public record AttributeComparison(
        double realMean,
        double realDeviation,
        double syntheticMean,
        double syntheticDeviation,
        double ks,
        double p,
        int nReal,
        int nSynthetic) {
    /** Null where a side has fewer than two values, which the test needs. */
    static @Nullable AttributeComparison of(double[] real, double[] synthetic) {
        if (real.length < 2 || synthetic.length < 2) {
            return null;
        }
        KolmogorovSmirnovTest.TwoResult test =
                KolmogorovSmirnovTest.withDefaults().test(real, synthetic);
        double realMean = mean(real);
        double syntheticMean = mean(synthetic);
        return new AttributeComparison(
                realMean,
                deviation(real, realMean),
                syntheticMean,
                deviation(synthetic, syntheticMean),
                test.getStatistic(),
                test.getPValue(),
                real.length,
                synthetic.length);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(double[] values, double mean) {
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }
}
