package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside the golden trajectories: schedules of whole timesteps. */
class StridedScheduleTest {
    private static final TrainingLevels TRAINING = TrainingLevels.of(BetaSchedule.SCALED_LINEAR, 1000, 0.00085, 0.012);
    private static final NoiseLevel CLEAN = NoiseLevel.ofSigma(0);

    @ParameterizedTest
    @CsvSource({
        "LEADING, 1, 801 601 401 201 1, 601 401 201 1 clean",
        "LINSPACE, 0, 999 749 500 250 0, 799 549 300 50 clean",
        "TRAILING, 0, 999 799 599 399 199, 799 599 399 199 clean",
    })
    void endsAreAStrideFromTheirStart(TimestepSpacing spacing, int offset, String starts, String ends) {
        StridedSchedule schedule = new StridedSchedule(TRAINING, spacing, offset, CLEAN, true);
        assertEquals(starts, timesteps(schedule.levels(5).subList(0, 5)));
        assertEquals(ends, timesteps(schedule.ends(5)));
        assertEquals(1, schedule.initialScale(5));
    }

    /** 1000 / 12 is 83.3: strides of 83 miss the next timestep, as published. */
    @Test
    void aStrideThatDoesNotDivideTheTimestepsMissesTheNextOne() {
        StridedSchedule byStride = new StridedSchedule(TRAINING, TimestepSpacing.TRAILING, 0, CLEAN, true);
        assertEquals("999 916 832 749", timesteps(byStride.levels(12).subList(0, 4)));
        assertEquals("916 833 749 666", timesteps(byStride.ends(12).subList(0, 4)));
        StridedSchedule toNext = new StridedSchedule(TRAINING, TimestepSpacing.TRAILING, 0, CLEAN, false);
        assertEquals("916 832 749 666", timesteps(toNext.ends(12).subList(0, 4)));
    }

    /** A step that a published schedule computes to end beside the next start ends there. */
    @Test
    void samplersStepToTheEndsThatTheScheduleNames() {
        StridedSchedule schedule = new StridedSchedule(TRAINING, TimestepSpacing.TRAILING, 0, CLEAN, true);
        SamplingPlan plan = schedule.plan(12, new Noise(1, 0), 3);
        Trajectory trajectory = new Ddim().start(plan);
        trajectory.accept(new float[3]);
        float[] x = trajectory.sample();
        NoiseLevel start = TRAINING.preservingAt(916);
        trajectory.accept(new float[3]);
        double kept = TRAINING.preservingAt(833).sigma() / start.sigma();
        for (int i = 0; i < 3; i++) {
            assertEquals(kept * x[i], trajectory.sample()[i], 1e-6);
        }
        assertEquals(832, trajectory.next().level().timestep());
    }

    @Test
    void zeroTerminalSnrKeepsTheFirstLevelAndLeavesNoSignalAtTheLast() {
        TrainingLevels rescaled = TRAINING.withZeroTerminalSnr(0);
        assertEquals(TRAINING.preservingAt(0).alpha(), rescaled.preservingAt(0).alpha(), 1e-6);
        assertEquals(new NoiseLevel(0, 1, 999), rescaled.preservingAt(999));
        double middle = TRAINING.preservingAt(500).alpha();
        double last = TRAINING.preservingAt(999).alpha();
        double first = TRAINING.preservingAt(0).alpha();
        assertEquals(
                (middle - last) * first / (first - last),
                rescaled.preservingAt(500).alpha(),
                1e-6);
        assertTrue(Double.isFinite(TRAINING.withZeroTerminalSnr(0x1p-24).ratioAt(999)));
    }

    @Test
    void consistencyModelsVisitTheTimestepsOfTheirDistillation() {
        ConsistencySchedule schedule = new ConsistencySchedule(TRAINING, 50);
        assertEquals("999 759 499 259 clean", timesteps(schedule.levels(4)));
        assertEquals("999 clean", timesteps(schedule.levels(1)));
        assertThrows(IllegalArgumentException.class, () -> schedule.levels(51));
        assertThrows(IllegalArgumentException.class, () -> new ConsistencySchedule(TRAINING, 1001));
    }

    /** Luo et al. 2023, eq. 9: {@code c_skip x + c_out D} with sigma_data 0.5. */
    @Test
    void consistencyStepsMeetTheBoundaryCondition() {
        Trajectory trajectory = new Consistency(0.001, Clipping.NONE)
                .start(new ConsistencySchedule(TRAINING, 50).plan(1, (draw, size) -> new float[] {2}, 1));
        trajectory.accept(new float[] {-1});
        double time = 0.999;
        double squared = time * time + 0.25;
        assertEquals(0.25 / squared * 2 - time / Math.sqrt(squared), trajectory.sample()[0], 1e-6);
    }

    @Test
    void exponentialLevelsAreEvenInTheLogarithm() {
        double[] sigmas = new ExponentialSchedule(0.01, 100).sigmas(5);
        double[] expected = {100, 10, 1, 0.1, 0.01, 0};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], sigmas[i], 1e-9 * (1 + expected[i]));
        }
        assertEquals(CLEAN, new ExponentialSchedule(0.01, 100).levels(5).get(5));
        assertEquals(100, new ExponentialSchedule(0.01, 100).sigmas(1)[0], 1e-9);
        assertThrows(IllegalArgumentException.class, () -> new ExponentialSchedule(1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ExponentialSchedule(0, 1));
    }

    /** Its start follows the ODE of Gaussian data far better than Euler's steps; even strides miss nothing. */
    @Test
    void pndmsRungeKuttaStartFollowsTheOde() {
        GaussianData data = new GaussianData(0.3, 0.5);
        StridedSchedule schedule =
                new StridedSchedule(TRAINING, TimestepSpacing.LEADING, 1, TRAINING.preservingAt(0), true);
        SamplingPlan plan = schedule.plan(20, new Noise(4, 0), 16);
        PndmRungeKutta sampler = new PndmRungeKutta(Prediction.EPSILON, schedule);
        double euler = errorAfterThreeSteps(data, new Ddim(), plan);
        double error = errorAfterThreeSteps(data, sampler, plan);
        assertTrue(error < euler / 10, "error " + error + ", Euler's " + euler);
        Trajectory trajectory = sampler.start(plan);
        StringBuilder timesteps = new StringBuilder();
        while (!trajectory.done()) {
            timesteps.append((int) trajectory.next().level().timestep()).append(' ');
            trajectory.accept(data.denoise(trajectory.next()));
        }
        assertTrue(timesteps.toString().startsWith("951 926 926 901 901 876 876 851 851 826 826 801 801 751"));
        assertEquals(sampler.evaluations(20), trajectory.evaluations());
    }

    /** Published, the second evaluation redoes the first step from a stride of 142 before 856, not from its start at 999. */
    @Test
    void pndmRedoesItsFirstStepFromOneStrideBack() {
        StridedSchedule schedule = new StridedSchedule(TRAINING, TimestepSpacing.TRAILING, 0, CLEAN, true);
        Trajectory trajectory =
                new PublishedPndm(Prediction.EPSILON, schedule).start(schedule.plan(7, new Noise(4, 0), 1));
        double x = trajectory.sample()[0];
        NoiseLevel start = TRAINING.preservingAt(999);
        NoiseLevel back = TRAINING.preservingAt(998);
        NoiseLevel next = TRAINING.preservingAt(856);
        trajectory.accept(new float[] {0.5f});
        double first = (x - start.alpha() * 0.5) / start.sigma();
        NoiseLevel firstEnd = TRAINING.preservingAt(857);
        assertEquals(transferred(x, first, start, firstEnd), trajectory.next().x()[0], 1e-6);
        double guess = trajectory.next().x()[0];
        trajectory.accept(new float[] {0.25f});
        double second = (guess - next.alpha() * 0.25) / next.sigma();
        assertEquals(
                transferred(x, (first + second) / 2, back, next), trajectory.sample()[0], 1e-6);
    }

    private static double transferred(double x, double noise, NoiseLevel from, NoiseLevel to) {
        double scale = to.alpha() / from.alpha();
        return scale * x + (to.sigma() - from.sigma() * scale) * noise;
    }

    /** Over one step, combining velocities is combining noise: they are the same answer in other coordinates. */
    @Test
    void pndmOnVelocityTakesTheSameFirstStep() {
        StridedSchedule schedule = new StridedSchedule(TRAINING, TimestepSpacing.LEADING, 1, CLEAN, true);
        SamplingPlan plan = schedule.plan(10, new Noise(4, 0), 3);
        float[] answer = {0.3f, -0.2f, 1};
        Trajectory noise = new PublishedPndm(Prediction.EPSILON, schedule).start(plan);
        Trajectory velocity = new PublishedPndm(Prediction.V, schedule).start(plan);
        noise.accept(answer);
        velocity.accept(answer);
        for (int i = 0; i < 3; i++) {
            assertEquals(noise.next().x()[i], velocity.next().x()[i], 1e-6);
        }
        noise.accept(answer);
        velocity.accept(answer);
        assertNotEquals(noise.sample()[0], velocity.sample()[0], "means of two answers differ");
    }

    private static double errorAfterThreeSteps(GaussianData data, Sampler sampler, SamplingPlan plan) {
        Trajectory trajectory = sampler.start(plan);
        float[] start = trajectory.sample();
        while (trajectory.step() < 3) {
            trajectory.accept(data.denoise(trajectory.next()));
        }
        float[] end = trajectory.sample();
        double most = 0;
        for (int i = 0; i < end.length; i++) {
            double exact =
                    data.exact(start[i], plan.levels().get(0), plan.levels().get(3));
            most = Math.max(most, Math.abs(end[i] - exact));
        }
        return most;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void refusesStepsThatTheModelDoesNotHave(int steps) {
        StridedSchedule schedule = new StridedSchedule(TRAINING, TimestepSpacing.LEADING, 0, CLEAN, true);
        var refused = assertThrows(IllegalArgumentException.class, () -> schedule.levels(steps));
        assertTrue(String.valueOf(refused.getMessage()).endsWith("found " + steps), refused.getMessage());
    }

    private static String timesteps(List<NoiseLevel> levels) {
        return levels.stream()
                .map(level -> level.sigma() == 0 ? "clean" : String.valueOf((int) level.timestep()))
                .collect(Collectors.joining(" "));
    }
}
