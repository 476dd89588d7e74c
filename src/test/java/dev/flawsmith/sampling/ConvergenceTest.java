package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the exact answer of the probability-flow ODE on Gaussian data. */
class ConvergenceTest {
    private static final GaussianData DATA = new GaussianData(0.3, 0.5);
    private static final int SIZE = 64;

    static Stream<Arguments> samplersAndOrders() {
        Sampler multistep = new DpmSolverPlusPlus2M(DpmSolverPlusPlus2M.LastStep.SECOND_ORDER);
        return Stream.of(false, true)
                .flatMap(variancePreserving -> Stream.of(
                        Arguments.of(new Euler(), variancePreserving, 1, 32, 256),
                        Arguments.of(new Ddim(), variancePreserving, 1, 32, 256),
                        Arguments.of(new Heun(), variancePreserving, 2, 32, 256),
                        Arguments.of(multistep, variancePreserving, 2, 32, 256),
                        Arguments.of(new Pndm(), variancePreserving, 2, 32, 256),
                        Arguments.of(uniPc(1, UniPc.Weight.BH1, true), variancePreserving, 2, 32, 256),
                        Arguments.of(uniPc(1, UniPc.Weight.BH2, true), variancePreserving, 2, 32, 256),
                        Arguments.of(uniPc(2, UniPc.Weight.BH1, true), variancePreserving, 3, 16, 128),
                        Arguments.of(uniPc(2, UniPc.Weight.BH2, true), variancePreserving, 3, 16, 128),
                        Arguments.of(uniPc(2, UniPc.Weight.BH2, false), variancePreserving, 3, 16, 128)));
    }

    private static Sampler uniPc(int order, UniPc.Weight weight, boolean predictsData) {
        return new UniPc(new UniPc.Options(order, weight, predictsData, false, Set.of(), Clipping.NONE));
    }

    /** The slope of log error over log steps, from sigma/alpha 10 down to 0.1, above the floor of float32. */
    @ParameterizedTest
    @MethodSource("samplersAndOrders")
    void errorFallsWithThePowerOfTheOrder(
            Sampler sampler, boolean variancePreserving, int order, int fewest, int most) {
        assertEquals(-order, slope(sampler, variancePreserving, fewest, most), 0.15, sampler.name() + " slope");
    }

    /** Its error meets float32's at 64 steps, before its slope has settled. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void uniPcOfOrderThreeFallsWithTheFourthPower(boolean variancePreserving) {
        for (UniPc.Weight weight : UniPc.Weight.values()) {
            assertEquals(-4, slope(uniPc(3, weight, true), variancePreserving, 16, 64), 0.5, weight + " slope");
        }
    }

    private static double slope(Sampler sampler, boolean variancePreserving, int fewest, int most) {
        List<double[]> points = new ArrayList<>();
        for (int steps = fewest; steps <= most; steps *= 2) {
            double error = DATA.error(sampler, plan(steps, variancePreserving));
            points.add(new double[] {Math.log(steps), Math.log(error)});
        }
        return slope(points);
    }

    /** Within 35 evaluations of the default schedule: a tenth of the data's spread, and below Euler's. */
    @ParameterizedTest
    @CsvSource({"heun, 18", "dpmpp-2m, 35", "pndm, 34", "unipc, 35", "unipc-3, 35"})
    void secondOrderBeatsEulerAtTheSameCost(String name, int steps) {
        Sampler sampler = Samplers.named(name);
        assertEquals(35, sampler.evaluations(steps));
        double error = DATA.error(sampler, KarrasSchedule.DEFAULT.plan(steps, new Noise(1, 0), SIZE));
        double euler = DATA.error(new Euler(), KarrasSchedule.DEFAULT.plan(35, new Noise(1, 0), SIZE));
        assertTrue(error < 0.05, name + " error " + error);
        assertTrue(error < euler, name + " error " + error + ", euler " + euler);
    }

    /** Levels evenly spaced in log(sigma/alpha), ending above 0 so that every step counts in full. */
    private static SamplingPlan plan(int steps, boolean variancePreserving) {
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i <= steps; i++) {
            double ratio = 10 * Math.pow(0.01, (double) i / steps);
            double alpha = variancePreserving ? 1 / Math.hypot(1, ratio) : 1;
            levels.add(new NoiseLevel(alpha, alpha * ratio, Double.NaN));
        }
        return new SamplingPlan(levels, levels.get(0).sigma(), new Noise(11, 0), SIZE);
    }

    private static double slope(List<double[]> points) {
        double meanX = points.stream().mapToDouble(p -> p[0]).average().orElseThrow();
        double meanY = points.stream().mapToDouble(p -> p[1]).average().orElseThrow();
        double covariance = points.stream()
                .mapToDouble(p -> (p[0] - meanX) * (p[1] - meanY))
                .sum();
        double variance =
                points.stream().mapToDouble(p -> Math.pow(p[0] - meanX, 2)).sum();
        return covariance / variance;
    }
}
