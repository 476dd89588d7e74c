package dev.flawsmith.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EnergyDistanceTest {
    @Test
    void isTheFormulaOnASetSmallEnoughToDoByHand() {
        float[][] x = {{0}, {1}};
        float[][] y = {{3}, {5}, {4}};
        // E|X-Y| = (3+5+4+2+4+3)/6 = 3.5; E|X-X'| = 1; E|Y-Y'| = (2+1+1)/3 = 4/3
        assertEquals(7 - 1 - 4.0 / 3, EnergyDistance.between(x, y), 1e-12);
    }

    @Test
    void isSymmetric() {
        float[][] x = gaussian(20, 0, 1, 1);
        float[][] y = gaussian(30, 0.5, 2, 2);
        assertEquals(EnergyDistance.between(x, y), EnergyDistance.between(y, x), 1e-12);
    }

    /** For one law it is 0 on average, at any size: the mean over many draws stays within four standard errors. */
    @Test
    void isUnbiasedWhereTheLawsAgree() {
        int draws = 400;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            double distance = EnergyDistance.between(gaussian(5, 0, 1, 2L * i), gaussian(7, 0, 1, 2L * i + 1));
            sum += distance;
            squares += distance * distance;
        }
        double mean = sum / draws;
        double error = Math.sqrt((squares / draws - mean * mean) / draws);
        assertTrue(Math.abs(mean) < 4 * error, "mean " + mean + ", standard error " + error);
    }

    @Test
    void seesAShiftAndALossOfSpread() {
        float[][] real = gaussian(200, 0, 1, 1);
        double same = EnergyDistance.between(real, gaussian(200, 0, 1, 2));
        assertTrue(EnergyDistance.between(real, gaussian(200, 0.5, 1, 2)) > 5 * Math.abs(same));
        assertTrue(EnergyDistance.between(real, gaussian(200, 0, 0.6, 2)) > 5 * Math.abs(same));
    }

    @Test
    void refusesWhatItCannotCompare() {
        float[][] two = {{0, 1}, {1, 2}};
        var few =
                assertThrows(IllegalArgumentException.class, () -> EnergyDistance.between(new float[][] {{0, 1}}, two));
        assertEquals("expected at least 2 rows, found 1", few.getMessage());
        var other = assertThrows(
                IllegalArgumentException.class, () -> EnergyDistance.between(two, new float[][] {{0}, {1}}));
        assertEquals("expected rows of 2 values, found 1", other.getMessage());
    }

    private static float[][] gaussian(int rows, double mean, double deviation, long seed) {
        Random random = new Random(seed);
        float[][] set = new float[rows][4];
        for (float[] row : set) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (mean + deviation * random.nextGaussian());
            }
        }
        return set;
    }
}
