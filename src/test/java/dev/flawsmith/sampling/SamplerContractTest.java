package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every registered sampler, over every kind of schedule that it can run. */
@ParameterizedClass
@MethodSource("samplersAndSchedules")
class SamplerContractTest {
    private static final int SIZE = 12;
    /** A stochastic step may first add noise, up to sqrt(2) times its level (Karras et al. 2022, algorithm 2). */
    private static final double MOST_CHURN = Math.sqrt(2) + 1e-9;

    private static final GaussianData DATA = new GaussianData(-0.2, 0.4);
    private final Sampler sampler;
    private final NoiseSchedule schedule;

    static Stream<Arguments> samplersAndSchedules() {
        TrainingLevels training = TrainingLevels.of(BetaSchedule.LINEAR, 1000, 1e-4, 0.02);
        var none = Respacing.NONE;
        List<NoiseSchedule> schedules = List.of(
                KarrasSchedule.DEFAULT,
                new DiscreteSchedule(training, SolverFamily.EULER, TimestepSpacing.TRAILING, 0, none),
                new DiscreteSchedule(training, SolverFamily.DPM_SOLVER, TimestepSpacing.LINSPACE, 0, none),
                new StridedSchedule(training, TimestepSpacing.LEADING, 1, NoiseLevel.ofSigma(0), true),
                new StridedSchedule(
                        training.withZeroTerminalSnr(0), TimestepSpacing.TRAILING, 0, NoiseLevel.ofSigma(0), false));
        return Samplers.names().stream()
                .flatMap(name -> schedules.stream()
                        .filter(schedule -> canRun(name, schedule))
                        .map(schedule -> Arguments.of(Samplers.named(name), schedule)));
    }

    /** Two refuse some schedules; see {@link SamplerRefusalTest}. */
    private static boolean canRun(String name, NoiseSchedule schedule) {
        NoiseLevel first = schedule.levels(4).get(0);
        return switch (name) {
            case "pndm" -> first.alpha() > 0;
            case "edm-churn" -> Double.isNaN(first.timestep());
            default -> true;
        };
    }

    SamplerContractTest(Sampler sampler, NoiseSchedule schedule) {
        this.sampler = sampler;
        this.schedule = schedule;
    }

    @Test
    void sameSeedGivesTheSameBitsAndAnotherSeedOrAttemptDoesNot() {
        float[] sample = finished(start(7, new Noise(5, 0)));
        assertArrayEquals(sample, finished(start(7, new Noise(5, 0))));
        assertFalse(Arrays.equals(sample, finished(start(7, new Noise(6, 0)))));
        assertFalse(Arrays.equals(sample, finished(start(7, new Noise(5, 1)))));
    }

    @Test
    void nextIsTheSameUntilAnswered() {
        Trajectory trajectory = start(4, new Noise(1, 0));
        while (!trajectory.done()) {
            Evaluation next = trajectory.next();
            float[] x = next.x().clone();
            assertSame(next, trajectory.next());
            assertArrayEquals(x, trajectory.next().x());
            assertTrue(next.conditioned());
            trajectory.accept(DATA.denoise(next));
            assertArrayEquals(x, next.x(), "the answered evaluation's own array");
        }
    }

    @Test
    void whatItHandsOutAndTakesInIsNotItsState() {
        float[] expected = finished(start(5, new Noise(2, 0)));
        Trajectory trajectory = start(5, new Noise(2, 0));
        while (!trajectory.done()) {
            float[] denoised = DATA.denoise(trajectory.next());
            trajectory.accept(denoised);
            for (float[] handedOut : List.of(denoised, trajectory.sample(), trajectory.denoised())) {
                Arrays.fill(handedOut, 99);
            }
        }
        assertArrayEquals(expected, trajectory.sample());
        assertNotSame(trajectory.sample(), trajectory.sample());
    }

    @Test
    void interleavedTrajectoriesEndAsTheyDoAlone() {
        Trajectory[] live = {start(3, new Noise(1, 0)), start(9, new Noise(2, 0)), start(6, new Noise(1, 2))};
        float[][] alone = {
            finished(start(3, new Noise(1, 0))),
            finished(start(9, new Noise(2, 0))),
            finished(start(6, new Noise(1, 2)))
        };
        for (int tick = 0; Arrays.stream(live).anyMatch(t -> !t.done()); tick++) {
            for (int i = 0; i < live.length; i++) {
                if (!live[i].done() && tick % (i + 1) == 0) {
                    live[i].accept(DATA.denoise(live[i].next()));
                }
            }
        }
        for (int i = 0; i < live.length; i++) {
            assertArrayEquals(alone[i], live[i].sample(), "trajectory " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 18})
    void countsAreTrueAllTheWay(int steps) {
        Trajectory trajectory = start(steps, new Noise(3, 0));
        assertEquals(0, trajectory.step());
        assertArrayEquals(trajectory.sample(), trajectory.denoised(), "before the first evaluation");
        List<NoiseLevel> starts = schedule.levels(steps);
        for (int accepted = 0; !trajectory.done(); accepted++) {
            assertEquals(accepted, trajectory.evaluations());
            assertEquals(steps, trajectory.steps());
            assertTrue(trajectory.step() < steps);
            NoiseLevel level = trajectory.next().level();
            double start = ratio(starts.get(trajectory.step()));
            double end = ratio(starts.get(trajectory.step() + 1));
            assertTrue(level.sigma() > 0 && ratio(level) >= end, "level " + level);
            assertTrue(ratio(level) <= MOST_CHURN * start, "level " + level + " in a step from " + start);
            int before = trajectory.step();
            float[] denoised = DATA.denoise(trajectory.next());
            trajectory.accept(denoised);
            assertArrayEquals(denoised, trajectory.denoised());
            assertTrue(trajectory.step() - before <= 1);
        }
        assertEquals(steps, trajectory.step());
        if (starts.get(0).alpha() > 0) {
            assertEquals(sampler.evaluations(steps), trajectory.evaluations());
        } else {
            assertTrue(trajectory.evaluations() <= sampler.evaluations(steps), "a step without slopes may cost less");
        }
        assertThrows(IllegalStateException.class, trajectory::next);
        assertThrows(IllegalStateException.class, () -> trajectory.accept(new float[SIZE]));
    }

    /** So that an image is the same whatever else is drawn, and a step can be drawn again. */
    @Test
    void drawsItsInitialLatentAndThenAtMostOnceAStepByTheStepsNumber() {
        List<Integer> draws = new ArrayList<>();
        Noise noise = new Noise(9, 0);
        NoiseSource recorded = (draw, size) -> {
            draws.add(draw);
            assertEquals(SIZE, size);
            return noise.standardNormal(draw, size);
        };
        Trajectory trajectory = sampler.start(schedule.plan(6, recorded, SIZE));
        while (!trajectory.done()) {
            int step = trajectory.step();
            trajectory.accept(DATA.denoise(trajectory.next()));
            int latest = draws.get(draws.size() - 1);
            assertTrue(latest <= step + 2, "draw " + latest + " in step " + step);
        }
        List<Integer> sorted = draws.stream().sorted().distinct().toList();
        assertEquals(sorted, draws);
        assertEquals(0, draws.get(0));
        assertTrue(draws.get(draws.size() - 1) <= 6);
        assertArrayEquals(finished(start(6, noise)), trajectory.sample());
    }

    @Test
    void aSingleStepEndsInTheFirstDenoisedImage() {
        Trajectory trajectory = start(1, new Noise(4, 0));
        float[] denoised = DATA.denoise(trajectory.next());
        trajectory.accept(denoised);
        assertTrue(trajectory.done());
        assertArrayEquals(denoised, trajectory.sample());
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesAnswersThatAreNotFiniteAndStaysWhereItWas(float value) {
        Trajectory trajectory = start(2, new Noise(8, 0));
        Evaluation next = trajectory.next();
        float[] denoised = DATA.denoise(next);
        denoised[3] = value;
        var refused = assertThrows(IllegalArgumentException.class, () -> trajectory.accept(denoised));
        assertTrue(String.valueOf(refused.getMessage()).contains("found " + value + " at index 3"));
        assertSame(next, trajectory.next());
        assertEquals(0, trajectory.evaluations());
    }

    @Test
    void refusesAnswersOfAnotherLength() {
        Trajectory trajectory = start(2, new Noise(8, 0));
        var refused = assertThrows(IllegalArgumentException.class, () -> trajectory.accept(new float[SIZE + 1]));
        assertEquals("expected 12 denoised values, found 13", refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "-2147483648"})
    void refusesFewerThanOneStep(int steps) {
        var refused = assertThrows(IllegalArgumentException.class, () -> start(steps, new Noise(1, 0)));
        assertEquals("expected at least 1 step, found " + steps, refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> sampler.evaluations(steps));
    }

    @Test
    void isFoundByItsName() {
        assertSame(sampler.getClass(), Samplers.named(sampler.name()).getClass());
    }

    private static double ratio(NoiseLevel level) {
        return level.sigma() / level.alpha();
    }

    private Trajectory start(int steps, Noise noise) {
        return sampler.start(schedule.plan(steps, noise, SIZE));
    }

    private static float[] finished(Trajectory trajectory) {
        while (!trajectory.done()) {
            trajectory.accept(DATA.denoise(trajectory.next()));
        }
        return trajectory.sample();
    }
}
