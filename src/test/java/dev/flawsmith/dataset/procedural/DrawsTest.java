package dev.flawsmith.dataset.procedural;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DrawsTest {
    /** The published first outputs of SplitMix64 for seed 1234567. */
    @Test
    void countsThroughSplitMix64sKnownAnswers() {
        Draws draws = new Draws(1234567);
        assertEquals(6457827717110365317L, draws.bits());
        assertEquals(3203168211198807973L, draws.bits());
        assertEquals(Long.parseUnsignedLong("9817491932198370423"), draws.bits());
        assertEquals(4593380528125082431L, draws.bits());
        assertEquals(Long.parseUnsignedLong("16408922859458223821"), draws.bits());
    }

    @Test
    void forksTheSameStreamWhereverItStands() {
        Draws moved = Draws.of(9, "pit");
        moved.bits();
        assertEquals(Draws.of(9, "pit").fork(3).bits(), moved.fork(3).bits());
    }

    @Test
    void separatesSeedsLabelsAndForks() {
        long first = Draws.of(9, "pit").bits();
        assertNotEquals(first, Draws.of(10, "pit").bits());
        assertNotEquals(first, Draws.of(9, "patch").bits());
        assertNotEquals(
                Draws.of(9, "pit").fork(1).bits(), Draws.of(9, "pit").fork(2).bits());
    }

    @Test
    void drawsUniformAndNormalNumbersWithTheirMoments() {
        Draws draws = new Draws(5);
        int n = 200_000;
        double uniform = 0;
        double uniformSquares = 0;
        double normal = 0;
        double normalSquares = 0;
        for (int i = 0; i < n; i++) {
            double u = draws.uniform();
            assertTrue(u >= 0 && u < 1, () -> "found " + u);
            uniform += u;
            uniformSquares += u * u;
            double z = draws.gaussian();
            normal += z;
            normalSquares += z * z;
        }
        assertEquals(0.5, uniform / n, 0.004);
        assertEquals(1.0 / 3, uniformSquares / n, 0.004);
        assertEquals(0, normal / n, 0.012);
        assertEquals(1, normalSquares / n, 0.02);
    }

    @Test
    void reachesBothEndsOfAnIntegerRangeAndNothingElse() {
        Draws draws = new Draws(6);
        int[] counts = new int[3];
        for (int i = 0; i < 3000; i++) {
            counts[draws.integer(4, 6) - 4]++;
        }
        for (int count : counts) {
            assertEquals(1000, count, 150);
        }
    }

    @Test
    void halvesALogRangeAtItsGeometricMean() {
        Draws draws = new Draws(7);
        int below = 0;
        for (int i = 0; i < 10_000; i++) {
            double v = draws.logBetween(0.01, 1);
            assertTrue(v >= 0.01 && v < 1, () -> "found " + v);
            below += v < 0.1 ? 1 : 0;
        }
        assertEquals(5000, below, 250);
    }
}
