package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuidedTrajectoryTest {
    private static final int SIZE = 10;
    private static final GaussianData CONDITIONED = new GaussianData(0.6, 0.2);
    private static final GaussianData UNCONDITIONED = new GaussianData(-0.1, 0.5);

    /** Guiding the trajectory equals running the sampler on a denoiser that is itself guided. */
    @ParameterizedTest
    @CsvSource({"heun, 3", "heun, 0", "euler, 1.5", "dpmpp-2m, 7.5"})
    void equalsSamplingFromTheGuidedDenoiser(String name, double weight) {
        Trajectory guided = guided(name, Guidance.of(weight));
        Trajectory plain = plain(name);
        while (!plain.done()) {
            float[] conditioned = CONDITIONED.denoise(plain.next());
            float[] unconditioned = UNCONDITIONED.denoise(plain.next());
            for (int i = 0; i < SIZE; i++) {
                conditioned[i] = (float) (unconditioned[i] + weight * ((double) conditioned[i] - unconditioned[i]));
            }
            plain.accept(conditioned);
        }
        assertArrayEquals(plain.sample(), finish(guided));
        assertEquals(2 * plain.evaluations(), guided.evaluations());
    }

    @Test
    void asksForTheConditionedThenTheUnconditionedAnswerOfTheSameImage() {
        Trajectory guided = guided("euler", Guidance.of(2));
        Evaluation first = guided.next();
        float[] before = guided.sample();
        assertTrue(first.conditioned());
        guided.accept(CONDITIONED.denoise(first));
        Evaluation second = guided.next();
        assertSame(second, guided.next());
        assertFalse(second.conditioned());
        assertArrayEquals(first.x(), second.x());
        assertEquals(first.level(), second.level());
        assertEquals(0, guided.step());
        assertEquals(1, guided.evaluations());
        assertArrayEquals(before, guided.sample(), "half an answer moves nothing");
        guided.accept(UNCONDITIONED.denoise(second));
        assertEquals(1, guided.step());
        assertEquals(2, guided.evaluations());
        assertTrue(guided.next().conditioned());
    }

    @Test
    void knowsTheUnconditionedHalfAheadOfTheConditionedAnswer() {
        Trajectory guided = guided("euler", Guidance.of(2));
        Evaluation ahead = Objects.requireNonNull(guided.ahead());
        guided.accept(CONDITIONED.denoise(guided.next()));
        Evaluation second = guided.next();
        assertFalse(ahead.conditioned());
        assertArrayEquals(second.x(), ahead.x());
        assertEquals(second.level(), ahead.level());
        assertNull(guided.ahead(), "what comes next depends on the second answer");
        assertNull(guided("euler", Guidance.NONE).ahead());
        finish(guided);
        assertNull(guided.ahead());
    }

    @Test
    void weightOneCostsOneEvaluationAndChangesNothing() {
        Trajectory guided = guided("heun", Guidance.NONE);
        float[] sample = finish(guided);
        assertEquals(new Heun().evaluations(guided.steps()), guided.evaluations());
        assertArrayEquals(finish(plain("heun")), sample);
    }

    /** Levels 16, 9, 4, 1: the lower end is out, the upper end is in. */
    @ParameterizedTest
    @CsvSource({"0, Infinity, 8", "1, 9, 6", "4, 9, 5", "0.5, 1, 5", "20, 30, 4"})
    void costsTwoEvaluationsWithinTheIntervalOnly(double sigmaLow, double sigmaHigh, int evaluations) {
        SamplingPlan plan = new KarrasSchedule(1, 16, 2).plan(4, new Noise(1, 0), SIZE);
        Trajectory guided = new GuidedTrajectory(new Euler().start(plan), new Guidance(3, sigmaLow, sigmaHigh));
        while (!guided.done()) {
            double sigma = guided.next().level().sigma();
            assertTrue(guided.next().conditioned() || (sigma > sigmaLow && sigma <= sigmaHigh));
            answer(guided);
        }
        assertEquals(evaluations, guided.evaluations());
    }

    @Test
    void appliesByTheRatioOfNoiseToSignal() {
        Guidance guidance = new Guidance(2, 1, 2);
        assertTrue(guidance.appliesAt(new NoiseLevel(0.5, 0.75, 3)));
        assertFalse(guidance.appliesAt(new NoiseLevel(0.5, 0.5, 3)));
        assertFalse(guidance.appliesAt(new NoiseLevel(0, 1, 999)), "no signal is infinitely noisy");
        assertTrue(Guidance.of(2).appliesAt(new NoiseLevel(0, 1, 999)));
    }

    /** Lin et al. 2024, eq. 15 and 16: phi 1 gives the guided image the conditioned one's spread, phi 0.5 half of it. */
    @ParameterizedTest
    @CsvSource({"0, 1", "0.5, 0.6666667", "1, 0.3333333"})
    void rescaleLeadsTheSpreadBackToTheConditionedOnes(double rescale, float factor) {
        float[] conditioned = {1, 3, 1, 3};
        float[] unconditioned = {0, 0, 0, 0};
        Guidance guidance = new Guidance(3, 0, Double.POSITIVE_INFINITY, rescale);
        assertArrayEquals(
                new float[] {3 * factor, 9 * factor, 3 * factor, 9 * factor},
                guidance.combined(conditioned, unconditioned),
                1e-5f);
    }

    @Test
    void rescaleLeavesAnImageWithoutSpreadAsItIs() {
        Guidance guidance = new Guidance(2, 0, Double.POSITIVE_INFINITY, 1);
        assertArrayEquals(new float[] {3, 3}, guidance.combined(new float[] {2, 2}, new float[] {1, 1}));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void refusesRescalesOutOfRange(double rescale) {
        assertThrows(IllegalArgumentException.class, () -> new Guidance(2, 0, 1, rescale));
    }

    @Test
    void refusesAnswersThatAreNotFiniteInEitherHalf() {
        Trajectory guided = guided("heun", Guidance.of(2));
        float[] broken = new float[SIZE];
        broken[9] = Float.NaN;
        assertThrows(IllegalArgumentException.class, () -> guided.accept(broken));
        answer(guided);
        assertThrows(IllegalArgumentException.class, () -> guided.accept(broken));
        assertThrows(IllegalArgumentException.class, () -> guided.accept(new float[SIZE - 1]));
        assertEquals(1, guided.evaluations());
        assertFalse(guided.next().conditioned());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesWeightsThatAreNotFiniteOrBelowZero(double weight) {
        assertThrows(IllegalArgumentException.class, () -> Guidance.of(weight));
        assertThrows(IllegalArgumentException.class, () -> new Guidance(2, 3, 3));
        assertThrows(IllegalArgumentException.class, () -> new Guidance(2, -1, 3));
    }

    private static Trajectory plain(String name) {
        return Samplers.named(name).start(KarrasSchedule.DEFAULT.plan(6, new Noise(3, 0), SIZE));
    }

    private static Trajectory guided(String name, Guidance guidance) {
        return new GuidedTrajectory(plain(name), guidance);
    }

    private static float[] finish(Trajectory trajectory) {
        while (!trajectory.done()) {
            answer(trajectory);
        }
        return trajectory.sample();
    }

    private static void answer(Trajectory trajectory) {
        Evaluation next = trajectory.next();
        trajectory.accept((next.conditioned() ? CONDITIONED : UNCONDITIONED).denoise(next));
    }
}
