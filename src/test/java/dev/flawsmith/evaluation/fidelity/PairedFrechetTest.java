package dev.flawsmith.evaluation.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedFrechetTest {
    private static final int DIMENSION = 4;

    @Test
    void theSameImagesDifferByNothing() {
        FeatureRows set = FeatureRows.of("set", normal(80, 2, 0));
        PairedFrechet found = PairedFrechet.of(FeatureRows.of("photos", normal(60, 1, 0)), set, set, 20, 1);
        assertEquals(found.first(), found.second());
        assertEquals(0, found.low());
        assertEquals(0, found.high());
    }

    /** What both have in common is left out: each distance alone is known far less well than their difference. */
    @Test
    void pairsAreKnownBetterThanEachAlone() {
        FeatureRows photos = FeatureRows.of("photos", normal(60, 1, 0));
        float[][] rows = normal(80, 2, 0.3);
        FeatureRows first = FeatureRows.of("first", rows);
        PairedFrechet pair = PairedFrechet.of(photos, first, FeatureRows.of("second", moved(rows, 3)), 100, 1);
        FrechetBootstrap alone = FrechetBootstrap.of(photos, first, pair.first(), 100, 1);
        assertTrue(pair.low() < pair.second() - pair.first() && pair.second() - pair.first() < pair.high());
        assertTrue(
                pair.high() - pair.low() < 0.25 * (alone.high() - alone.low()),
                "found " + pair + " and, unpaired, " + alone);
    }

    /** All rows moved by 0.02 along an axis on which the sets are 0.3 apart: the distance grows by 0.0124 exactly. */
    @Test
    void theIntervalHoldsTheTrueDifference() {
        double truth = 0.32 * 0.32 - 0.3 * 0.3;
        int covered = 0;
        int runs = 100;
        for (int run = 0; run < runs; run++) {
            float[][] rows = normal(100, 1000 + run, 0.3);
            float[][] shifted = new float[rows.length][];
            for (int i = 0; i < rows.length; i++) {
                shifted[i] = rows[i].clone();
                shifted[i][0] += 0.02f;
            }
            PairedFrechet found = PairedFrechet.of(
                    FeatureRows.of("photos", normal(100, 5000 + run, 0)),
                    FeatureRows.of("first", rows),
                    FeatureRows.of("second", shifted),
                    100,
                    run);
            covered += found.low() <= truth && truth <= found.high() ? 1 : 0;
        }
        assertTrue(covered >= 88 && covered <= 99, "expected about 95 of 100 intervals to hold it, found " + covered);
    }

    @Test
    void rowsWithoutPairsAreRefused() {
        FeatureRows photos = FeatureRows.of("photos", normal(10, 1, 0));
        FeatureRows first = FeatureRows.of("first", normal(10, 2, 0));
        FeatureRows second = FeatureRows.of("second", normal(9, 3, 0));
        var refused = assertThrows(FeatureException.class, () -> PairedFrechet.of(photos, first, second, 20, 1));
        assertEquals("expected as many rows in second as in first, its pairs, found 9 and 10", refused.getMessage());
        assertThrows(FeatureException.class, () -> PairedFrechet.of(photos, first, first, 1, 1));
    }

    private static float[][] normal(int rows, long seed, double mean) {
        Random random = new Random(seed);
        float[][] values = new float[rows][DIMENSION];
        for (float[] row : values) {
            for (int j = 0; j < DIMENSION; j++) {
                row[j] = (float) ((j == 0 ? mean : 0) + random.nextGaussian());
            }
        }
        return values;
    }

    private static float[][] moved(float[][] rows, long seed) {
        Random random = new Random(seed);
        float[][] values = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            values[i] = rows[i].clone();
            for (int j = 0; j < DIMENSION; j++) {
                values[i][j] += (float) (0.05 * random.nextGaussian());
            }
        }
        return values;
    }
}
