package dev.flawsmith.evaluation.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import org.junit.jupiter.api.Test;

final class FrechetUncertaintyTest {
    private static final int DIMENSION = 8;

    private static FeatureRows real(int n, long seed) {
        return Sets.gaussian(n, DIMENSION, 0, 1, seed);
    }

    private static FeatureRows synthetic(int n, long seed) {
        return Sets.gaussian(n, DIMENSION, 0.5, 1, seed + 1000);
    }

    /** Spherical Gaussians half a deviation apart in each of eight columns: their true distance is 8 / 4. */
    @Test
    void extrapolationRemovesMostOfTheBias() {
        double measured = 0;
        double extrapolated = 0;
        int draws = 30;
        for (int i = 0; i < draws; i++) {
            FeatureRows x = real(100, i);
            FeatureRows y = synthetic(60, i);
            measured += FrechetDistance.between(x, y).value() / draws;
            extrapolated += FrechetExtrapolation.of(x, y, 5, i).value() / draws;
        }
        assertTrue(measured - 2 > 0.3, "measured " + measured);
        assertTrue(Math.abs(extrapolated - 2) < 0.15, "extrapolated " + extrapolated + ", measured " + measured);
    }

    /** The interval is of the value at this size: it holds the mean of many values about 95 times of 100. */
    @Test
    void theIntervalHoldsWhatOtherSetsOfTheSizeGive() {
        int sets = 60;
        double mean = 0;
        for (int i = 0; i < 400; i++) {
            mean += FrechetDistance.between(real(120, 5000 + i), synthetic(120, 5000 + i))
                            .value()
                    / 400;
        }
        int held = 0;
        for (int i = 0; i < sets; i++) {
            FeatureRows x = real(120, i);
            FeatureRows y = synthetic(120, i);
            double value = FrechetDistance.between(x, y).value();
            FrechetBootstrap interval = FrechetBootstrap.of(x, y, value, 100, i);
            held += interval.low() <= mean && mean <= interval.high() ? 1 : 0;
        }
        assertTrue(held >= 51, "held " + held + " of " + sets); // fewer by chance once in 1,000, if each holds .95
    }

    @Test
    void fewRepeatsGiveAnIntervalByStudentsT() {
        FeatureRows x = real(100, 1);
        FeatureRows y = synthetic(100, 1);
        double value = FrechetDistance.between(x, y).value();
        FrechetBootstrap few = FrechetBootstrap.of(x, y, value, 10, 3);
        FrechetBootstrap many = FrechetBootstrap.of(x, y, value, 200, 3);
        assertEquals(10, few.repeats());
        assertEquals(2 * value, few.low() + few.high(), 1e-9);
        double ratio = (few.high() - few.low()) / (many.high() - many.low());
        assertTrue(ratio > 0.5 && ratio < 2.5, "ratio " + ratio);
        assertTrue(many.bias() > 0);
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        FeatureRows x = real(50, 1);
        FeatureRows y = synthetic(50, 1);
        assertEquals(FrechetBootstrap.of(x, y, 1, 20, 7), FrechetBootstrap.of(x, y, 1, 20, 7));
        assertNotEquals(FrechetBootstrap.of(x, y, 1, 20, 7), FrechetBootstrap.of(x, y, 1, 20, 8));
        assertEquals(FrechetExtrapolation.of(x, y, 2, 7), FrechetExtrapolation.of(x, y, 2, 7));
        assertNotEquals(FrechetExtrapolation.of(x, y, 2, 7), FrechetExtrapolation.of(x, y, 2, 8));
    }

    @Test
    void largeSetsGetFewerRepeats() {
        assertEquals(FrechetBootstrap.REPEATS, FrechetBootstrap.affordable(800, 300, 256));
        assertEquals(10, FrechetBootstrap.affordable(50_000, 50_000, 2048));
    }

    @Test
    void saysHowManyRowsItNeeds() {
        var few = assertThrows(
                FeatureException.class, () -> FrechetExtrapolation.of(real(19, 1), synthetic(50, 1), 1, 0));
        assertTrue(String.valueOf(few.getMessage()).contains("at least 20 rows"));
    }
}
