package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.sampling.Respacing.Curve;
import dev.flawsmith.sampling.Respacing.Rounding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside the golden trajectories, which check the levels that diffusers chooses. */
class DiscreteScheduleTest {
    private static final TrainingLevels TRAINING = TrainingLevels.of(BetaSchedule.LINEAR, 1000, 1e-4, 0.02);

    @ParameterizedTest
    @CsvSource({
        "EULER, LINSPACE, 999 749.25 499.5 249.75 0",
        "EULER, LEADING, 801 601 401 201 1",
        "EULER, TRAILING, 999 799 599 399 199",
        "DPM_SOLVER, LINSPACE, 999 799 599 400 200",
        "DPM_SOLVER, LEADING, 831 665 499 333 167",
        "DPM_SOLVER, TRAILING, 999 799 599 399 199",
    })
    void spacesTimestepsByTheFamilysConvention(SolverFamily family, TimestepSpacing spacing, String timesteps) {
        DiscreteSchedule schedule = new DiscreteSchedule(TRAINING, family, spacing, 1, Respacing.NONE);
        List<NoiseLevel> levels = schedule.levels(5);
        String found = levels.stream()
                .limit(5)
                .map(level -> String.valueOf(level.timestep()).replaceAll("\\.0$", ""))
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
        assertEquals(timesteps, found);
        assertEquals(NoiseLevel.ofSigma(0), levels.get(5));
    }

    @ParameterizedTest
    @EnumSource(BetaSchedule.class)
    void ratiosFollowTheProductOfTheBetas(BetaSchedule schedule) {
        TrainingLevels training = TrainingLevels.of(schedule, 100, 0.001, 0.2);
        float[] betas = schedule.betas(100, 0.001, 0.2);
        double logAlphaBar = 0;
        for (int t = 0; t < 100; t++) {
            logAlphaBar += Math.log1p(-betas[t]);
            double ratio = Math.sqrt(Math.expm1(-logAlphaBar));
            assertEquals(ratio, training.ratioAt(t), 1e-4 * ratio, "timestep " + t);
            assertEquals(t, training.timestepOf(training.ratioAt(t)), 1e-3, "timestep " + t);
        }
    }

    @Test
    void betasStartAndEndWhereTheyAreAskedTo() {
        float[] linear = BetaSchedule.LINEAR.betas(5, 0.1, 0.5);
        assertArrayEquals(new float[] {0.1f, 0.2f, 0.3f, 0.4f, 0.5f}, linear, 1e-7f);
        float[] scaled = BetaSchedule.SCALED_LINEAR.betas(3, 0.01, 0.25);
        assertArrayEquals(new float[] {0.01f, 0.09f, 0.25f}, scaled, 1e-7f);
        float[] cosine = BetaSchedule.SQUARED_COSINE.betas(10, 0, 0);
        assertEquals(0.999f, cosine[9]);
    }

    @Test
    void levelsAreInTheFamilysCoordinates() {
        for (NoiseLevel level : schedule(SolverFamily.EULER, Respacing.NONE).levels(10)) {
            assertEquals(1, level.alpha());
        }
        for (NoiseLevel level :
                schedule(SolverFamily.DPM_SOLVER, Respacing.NONE).levels(10)) {
            assertEquals(1, Math.hypot(level.alpha(), level.sigma()), 1e-6);
        }
    }

    @ParameterizedTest
    @EnumSource(SolverFamily.class)
    void karrasLevelsKeepTheEndsAndSpaceTheRootsEvenly(SolverFamily family) {
        List<NoiseLevel> levels = schedule(family, Respacing.of(Curve.KARRAS, Rounding.FRACTIONAL))
                .levels(5);
        double[] roots = new double[5];
        for (int i = 0; i < 5; i++) {
            NoiseLevel level = levels.get(i);
            roots[i] = Math.pow(level.sigma() / level.alpha(), 1.0 / 7);
            double near = TRAINING.ratioAt(level.timestep());
            assertEquals(near, level.sigma() / level.alpha(), 0.01 * near, "timestep of level " + i);
        }
        assertEquals(999, levels.get(0).timestep(), 1e-3);
        assertEquals(0, levels.get(4).timestep(), 1e-3);
        for (int i = 1; i < 4; i++) {
            assertEquals(roots[i - 1] - roots[i], roots[i] - roots[i + 1], 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -3, 1001, Integer.MAX_VALUE})
    void refusesStepsThatTheModelDoesNotHave(int steps) {
        DiscreteSchedule schedule = schedule(SolverFamily.EULER, Respacing.NONE);
        var refused = assertThrows(IllegalArgumentException.class, () -> schedule.levels(steps));
        assertTrue(String.valueOf(refused.getMessage()).endsWith("found " + steps), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.1, 0.2",
        "10, 0, 0.2",
        "10, -0.1, 0.2",
        "10, 0.3, 0.2",
        "10, 0.1, 1",
        "10, NaN, 0.2",
        "10, 0.1, NaN"
    })
    void refusesBetasThatAreNoSchedule(int timesteps, double start, double end) {
        assertThrows(
                IllegalArgumentException.class, () -> TrainingLevels.of(BetaSchedule.LINEAR, timesteps, start, end));
    }

    private static DiscreteSchedule schedule(SolverFamily family, Respacing respacing) {
        return new DiscreteSchedule(TRAINING, family, TimestepSpacing.LINSPACE, 0, respacing);
    }
}
