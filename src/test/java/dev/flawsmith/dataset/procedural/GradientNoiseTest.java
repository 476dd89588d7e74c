package dev.flawsmith.dataset.procedural;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GradientNoiseTest {
    @Test
    void isZeroOnTheLattice() {
        GradientNoise noise = new GradientNoise(new Draws(1));
        for (int i = -5; i < 5; i++) {
            assertEquals(0, noise.at(i, 2 * i + 1), 1e-12);
        }
    }

    @Test
    void hasMeanZeroAndDeviationAboutOne() {
        GradientNoise noise = new GradientNoise(new Draws(2));
        double sum = 0;
        double squares = 0;
        int n = 300;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double v = noise.at(-40 + 0.37 * i, -30 + 0.41 * j);
                sum += v;
                squares += v * v;
            }
        }
        assertEquals(0, sum / n / n, 0.03);
        assertEquals(1, Math.sqrt(squares / n / n), 0.12);
    }

    @Test
    void runsSmoothlyAcrossCellBorders() {
        GradientNoise noise = new GradientNoise(new Draws(3));
        for (int i = -20; i < 20; i++) {
            double y = 0.31 * i;
            assertEquals(noise.at(i - 1e-6, y), noise.at(i + 1e-6, y), 1e-4);
            assertEquals(noise.at(y, i - 1e-6), noise.at(y, i + 1e-6), 1e-4);
        }
    }

    @Test
    void doesNotDependOnTheOrderOfTheQuestions() {
        GradientNoise forwards = new GradientNoise(new Draws(4));
        GradientNoise backwards = new GradientNoise(new Draws(4));
        double[] there = new double[60];
        for (int i = 0; i < there.length; i++) {
            there[i] = forwards.at(0.3 * i - 9, 0.2 * i - 3);
        }
        for (int i = there.length - 1; i >= 0; i--) {
            assertEquals(there[i], backwards.at(0.3 * i - 9, 0.2 * i - 3));
        }
    }

    @Test
    void differsFromKeyToKey() {
        double one = new GradientNoise(new Draws(5)).at(0.4, 0.6);
        double other = new GradientNoise(new Draws(6)).at(0.4, 0.6);
        assertNotEquals(one, other);
        assertTrue(Math.abs(one) < 4 && Math.abs(other) < 4);
    }
}
