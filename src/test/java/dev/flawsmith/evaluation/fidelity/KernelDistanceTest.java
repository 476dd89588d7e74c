package dev.flawsmith.evaluation.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import org.junit.jupiter.api.Test;

final class KernelDistanceTest {
    @Test
    void isTheFormulaDoneByHand() {
        // k = (x y + 1)³: the two of x give 1, the two of y 343, pairs across 1, 1, 27 and 64
        FeatureRows x = Sets.line(0, 1);
        FeatureRows y = Sets.line(2, 3);
        assertEquals(1 + 343 - 2 * (1 + 1 + 27 + 64) / 4.0, KernelDistance.full(x, y), 1e-12);
    }

    /** Several blocks on each side: the sums must be the same as over the pairs one by one. */
    @Test
    void sumsOfBlocksAreSumsOfPairs() {
        FeatureRows x = Sets.gaussian(1500, 3, 0.2, 1, 1);
        FeatureRows y = Sets.gaussian(1100, 3, 0, 1, 2);
        float[][] left = Sets.arrays(x);
        float[][] right = Sets.arrays(y);
        double xx = pairs(left, left, true) / (1500.0 * 1499);
        double yy = pairs(right, right, true) / (1100.0 * 1099);
        double xy = pairs(left, right, false) / (1500.0 * 1100);
        assertEquals(xx + yy - 2 * xy, KernelDistance.full(x, y), 1e-11);
    }

    private static double pairs(float[][] a, float[][] b, boolean withoutItself) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                double product = 0;
                for (int c = 0; c < 3; c++) {
                    product += (double) a[i][c] * b[j][c];
                }
                sum += withoutItself && i == j ? 0 : Math.pow(product / 3 + 1, 3);
            }
        }
        return sum;
    }

    @Test
    void isUnbiasedWhereTheLawsAgree() {
        double sum = 0;
        double squares = 0;
        int draws = 300;
        for (int i = 0; i < draws; i++) {
            double value =
                    KernelDistance.full(Sets.gaussian(12, 4, 1, 1, 2L * i), Sets.gaussian(9, 4, 1, 1, 2L * i + 1));
            sum += value;
            squares += value * value;
        }
        double mean = sum / draws;
        double error = Math.sqrt((squares / draws - mean * mean) / draws);
        assertTrue(Math.abs(mean) < 4 * error, "mean " + mean + ", standard error " + error);
    }

    @Test
    void blocksAreSeededAndStated() {
        FeatureRows x = Sets.gaussian(80, 4, 0, 1, 1);
        FeatureRows y = Sets.gaussian(30, 4, 1, 1, 2);
        KernelDistance found = KernelDistance.between(x, y, 5);
        assertEquals(100, found.blocks());
        assertEquals(30, found.blockSize());
        assertEquals(found, KernelDistance.between(x, y, 5));
        assertNotEquals(found.mean(), KernelDistance.between(x, y, 6).mean());
        assertTrue(found.std() > 0);
        assertEquals(found.full(), found.mean(), 5 * found.std() / 10);
    }

    @Test
    void refusesASetOfOne() {
        var one = assertThrows(FeatureException.class, () -> KernelDistance.full(Sets.line(1, 2), Sets.line(1)));
        assertEquals("line: expected at least 2 rows for a kernel distance, found 1", one.getMessage());
    }
}
