package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DpmMultistepTest {
    private static final int STEPS = 8;

    /**
     * A data prediction that is constant, or at order 2 and above linear, in lambda is integrated exactly, once warm:
     * {@code x' = (sigma'/sigma) x + sigma' int e^lambda D(lambda)} (Lu et al. 2022b, eq. 8); for the SDE with e^(2 lambda)
     * and sigma² (appendix C).
     */
    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, false", "1, true", "2, true", "3, true"})
    void integratesPolynomialsOfLambdaExactly(int order, boolean stochastic) {
        var options = new DpmMultistep.Options(order, stochastic, true, false, false, Clipping.NONE);
        SamplingPlan plan = new SamplingPlan(levels(), 1, (draw, size) -> new float[] {draw == 0 ? 0.7f : 0}, 1);
        DpmMultistep trajectory = new DpmMultistep(plan, options);
        int terms = Math.min(order, 2);
        for (int i = 0; i < STEPS; i++) {
            NoiseLevel from = plan.levels().get(i);
            NoiseLevel to = plan.levels().get(i + 1);
            double x = trajectory.sample()[0];
            trajectory.accept(new float[] {(float) polynomial(HalfLogSnr.of(from), terms)});
            if (i >= order - 1) {
                double exact = integrated(x, from, to, terms, stochastic ? 2 : 1);
                assertEquals(exact, trajectory.sample()[0], 2e-6, "step " + i);
            }
        }
    }

    /** Half the weight of order 1: what the midpoint variant gives the difference (Lu et al. 2022b, algorithm 2). */
    @Test
    void midpointTakesTheLinePredictedInTheMiddle() {
        var options = new DpmMultistep.Options(2, false, false, false, false, Clipping.NONE);
        SamplingPlan plan = new SamplingPlan(levels().subList(0, 3), 1, (draw, size) -> new float[] {0.7f}, 1);
        DpmMultistep trajectory = new DpmMultistep(plan, options);
        trajectory.accept(new float[] {1});
        double x = trajectory.sample()[0];
        trajectory.accept(new float[] {3});
        NoiseLevel from = plan.levels().get(1);
        NoiseLevel to = plan.levels().get(2);
        double keep = to.sigma() / from.sigma();
        // levels are even in lambda, so half a step on from 3 at slope 2 a step
        assertEquals(
                keep * x + (to.alpha() - from.alpha() * keep) * 4, trajectory.sample()[0], 1e-6);
    }

    /** Steps even in lambda by h = 1/2, so that every difference is over one step: D1 = 3/2 d0 - 1/2 d1, D2 = (d0 - d1) / 2. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void orderThreeWeightsTheCurvatureAsPublished(boolean stochastic) {
        var options = new DpmMultistep.Options(3, stochastic, false, false, false, Clipping.NONE);
        SamplingPlan plan =
                new SamplingPlan(levels().subList(0, 4), 1, (draw, size) -> new float[] {draw == 0 ? 0.7f : 0}, 1);
        DpmMultistep trajectory = new DpmMultistep(plan, options);
        trajectory.accept(new float[] {1});
        trajectory.accept(new float[] {3});
        double x = trajectory.sample()[0];
        trajectory.accept(new float[] {4});
        double slope = 1.5 * (4 - 3) - 0.5 * (3 - 1);
        double curvature = 0.5 * ((4 - 3) - (3 - 1));
        NoiseLevel to = plan.levels().get(3);
        double keep = to.sigma() / plan.levels().get(2).sigma();
        double h = 0.5;
        double expected = stochastic
                ? keep * Math.exp(-h) * x
                        + to.alpha() * (1 - Math.exp(-2 * h)) * 4
                        + to.alpha() * ((1 - Math.exp(-2 * h)) / (-2 * h) + 1) * slope
                        + to.alpha() * ((1 - Math.exp(-2 * h) - 2 * h) / (4 * h * h) - 0.5) * curvature
                : keep * x
                        - to.alpha() * (Math.exp(-h) - 1) * 4
                        + to.alpha() * ((Math.exp(-h) - 1) / h + 1) * slope
                        - to.alpha() * ((Math.exp(-h) - 1 + h) / (h * h) - 0.5) * curvature;
        assertEquals(expected, trajectory.sample()[0], 1e-6);
    }

    private static List<NoiseLevel> levels() {
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i <= STEPS; i++) {
            double ratio = 4 * Math.exp(-0.5 * i);
            double alpha = 1 / Math.hypot(1, ratio);
            levels.add(new NoiseLevel(alpha, alpha * ratio, Double.NaN));
        }
        return levels;
    }

    private static double polynomial(double lambda, int terms) {
        double[] coefficients = {0.4, -0.3};
        double sum = 0;
        for (int k = 0; k < terms; k++) {
            sum += coefficients[k] * Math.pow(lambda, k);
        }
        return sum;
    }

    /** By Simpson's rule with 2,000 intervals. */
    private static double integrated(double x, NoiseLevel from, NoiseLevel to, int terms, int power) {
        double start = HalfLogSnr.of(from);
        double end = HalfLogSnr.of(to);
        int n = 2000;
        double sum = 0;
        for (int i = 0; i <= n; i++) {
            double lambda = start + (end - start) * i / n;
            int weight = i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(power * (lambda - end)) * polynomial(lambda, terms);
        }
        double integral = power * to.alpha() * sum * (end - start) / n / 3;
        double keep = to.sigma() / from.sigma();
        return keep * (power == 1 ? 1 : Math.exp(start - end)) * x + integral;
    }
}
