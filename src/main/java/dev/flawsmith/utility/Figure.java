package dev.flawsmith.utility;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * A mean over independent repeats.
 *
 * @param mean over the repeats
 * @param ci95 Student's interval of the mean, 95 %; null for fewer than two repeats
 * @param n repeats
 */
public record Figure(double mean, @Nullable List<Double> ci95, int n) {
    private static final double TAIL = 0.025;

    public Figure {
        ci95 = ci95 == null ? null : List.copyOf(ci95);
    }

    static Figure of(double[] repeats) {
        int n = repeats.length;
        double mean = Arrays.stream(repeats).sum() / n;
        if (n < 2) {
            return new Figure(mean, null, n);
        }
        double squares =
                Arrays.stream(repeats).map(x -> (x - mean) * (x - mean)).sum();
        double error = Math.sqrt(squares / (n - 1) / n);
        double reach = error == 0 ? 0 : TDistribution.of(n - 1).inverseSurvivalProbability(TAIL) * error;
        return new Figure(mean, List.of(mean - reach, mean + reach), n);
    }
}
