package dev.flawsmith.evaluation.painting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeparationTest {
    @Test
    void countsPairsAndHalvesTies() {
        // Pairs: 1>0, 1=1, 1<2; 3>0, 3>1, 3>2: (1 + 0.5 + 3) / 6.
        Separation found = Separation.of(new double[] {1, 3, Double.NaN}, new double[] {0, 1, 2}, 1);
        assertEquals(4.5 / 6, found.auc());
        assertEquals(2, found.n());
        assertEquals(3, found.m());
        assertEquals(
                1, Separation.of(new double[] {5, 6}, new double[] {1, 2}, 1).auc());
        assertEquals(
                0, Separation.of(new double[] {1, 2}, new double[] {5, 6}, 1).low());
    }

    @Test
    void theIntervalCoversSamplesOfOneLaw() {
        SplittableRandom random = new SplittableRandom(3);
        int covered = 0;
        for (int trial = 0; trial < 60; trial++) {
            double[] one = random.doubles(40).toArray();
            double[] other = random.doubles(40).toArray();
            Separation found = Separation.of(one, other, trial);
            covered += found.low() <= 0.5 && found.high() >= 0.5 ? 1 : 0;
        }
        assertTrue(covered >= 52, "95 % of 60 within three standard errors, found " + covered);
    }

    /** What the members of a pair have in common moves both at once: the interval is narrower than that of two samples. */
    @Test
    void pairsAreResampledTogether() {
        SplittableRandom random = new SplittableRandom(3);
        double[] one = random.doubles(40).toArray();
        double[] other = one.clone();
        for (int i = 0; i < other.length; i++) {
            other[i] -= 0.01;
        }
        one[0] = Double.NaN;
        other[1] = Double.NaN;
        Separation pairs = Separation.ofPairs(one, other, 1);
        assertEquals(38, pairs.n());
        assertEquals(38, pairs.m());
        assertTrue(pairs.low() > 0.5, pairs.toString());
        assertTrue(Separation.of(one, other, 1).low() < 0.45);
        assertEquals(0.5, Separation.ofPairs(other, other, 1).low());
        assertThrows(IllegalArgumentException.class, () -> Separation.ofPairs(new double[1], new double[2], 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> Separation.ofPairs(new double[] {Double.NaN}, new double[] {1}, 1));
    }

    @Test
    void refusesSidesWithoutANumber() {
        assertThrows(
                IllegalArgumentException.class, () -> Separation.of(new double[] {Double.NaN}, new double[] {1}, 1));
    }
}
