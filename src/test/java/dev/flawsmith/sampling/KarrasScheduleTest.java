package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KarrasScheduleTest {
    /** Worked by hand: with rho = 1 the levels are evenly spaced, with rho = 2 their roots are. */
    @Test
    void spacesTheRootsOfTheLevelsEvenly() {
        assertArrayEquals(new double[] {10, 7, 4, 1, 0}, new KarrasSchedule(1, 10, 1).sigmas(4), 1e-12);
        assertArrayEquals(new double[] {16, 9, 4, 1, 0}, new KarrasSchedule(1, 16, 2).sigmas(4), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 18, 1000})
    void runsFromSigmaMaxToSigmaMinThenZero(int steps) {
        double[] sigmas = KarrasSchedule.DEFAULT.sigmas(steps);
        assertEquals(steps + 1, sigmas.length);
        assertEquals(80, sigmas[0], 1e-12);
        assertEquals(0.002, sigmas[steps - 1], 1e-15);
        assertEquals(0, sigmas[steps]);
        for (int i = 1; i <= steps; i++) {
            assertTrue(sigmas[i] < sigmas[i - 1], "step " + i);
        }
    }

    @Test
    void aSingleStepGoesFromSigmaMaxToZero() {
        assertArrayEquals(new double[] {80, 0}, KarrasSchedule.DEFAULT.sigmas(1), 1e-12);
    }

    @Test
    void startsAtTheFirstLevelsOwnScale() {
        SamplingPlan plan = KarrasSchedule.DEFAULT.plan(3, new Noise(1, 0), 5);
        assertEquals(80, plan.initialScale(), 1e-12);
        assertEquals(1, plan.levels().get(0).alpha());
        float[] noise = new Noise(1, 0).standardNormal(0, 5);
        float[] initial = new Euler().start(plan).sample();
        for (int i = 0; i < noise.length; i++) {
            assertEquals(80.0 * noise[i], initial[i], 1e-4);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 80, 7", "-1, 80, 7", "80, 80, 7", "NaN, 80, 7", "0.002, Infinity, 7", "0.002, 80, 0.5", "1, 2, NaN"
    })
    void refusesLevelsOutOfOrder(double sigmaMin, double sigmaMax, double rho) {
        assertThrows(IllegalArgumentException.class, () -> new KarrasSchedule(sigmaMin, sigmaMax, rho));
    }

    @Test
    void plansRefuseLevelsThatDoNotFall() {
        Noise noise = new Noise(1, 0);
        List<NoiseLevel> rising = List.of(NoiseLevel.ofSigma(1), NoiseLevel.ofSigma(2));
        var refused = assertThrows(IllegalArgumentException.class, () -> new SamplingPlan(rising, 1, noise, 1));
        assertTrue(String.valueOf(refused.getMessage()).contains("at step 1"), refused.getMessage());
        List<NoiseLevel> falling = List.of(NoiseLevel.ofSigma(2), NoiseLevel.ofSigma(0));
        assertThrows(IllegalArgumentException.class, () -> new SamplingPlan(falling, 0, noise, 1));
        assertThrows(IllegalArgumentException.class, () -> new SamplingPlan(falling, 1, noise, 0));
        assertThrows(IllegalArgumentException.class, () -> new SamplingPlan(List.of(), 1, noise, 1));
    }
}
