package dev.flawsmith.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Float16Test {
    @Test
    void everyHalfSurvivesTheWayThroughFloat() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float value = Float16.toFloat((short) bits);
            if (Float.isNaN(value)) {
                assertTrue(Float.isNaN(Float16.toFloat(Float16.fromFloat(value))));
            } else {
                assertEquals((short) bits, Float16.fromFloat(value), "half " + Integer.toHexString(bits));
            }
        }
    }

    @Test
    void knowsTheLandmarksOfTheFormat() {
        assertEquals((short) 0x3c00, Float16.fromFloat(1));
        assertEquals((short) 0x7bff, Float16.fromFloat(65504));
        assertEquals((short) 0x7c00, Float16.fromFloat(65536));
        assertEquals((short) 0x0001, Float16.fromFloat(0x1p-24f));
        assertEquals((short) 0x0400, Float16.fromFloat(0x1p-14f));
        assertEquals((short) 0x8000, Float16.fromFloat(-0f));
    }

    /** No other half lies nearer: checked against both neighbours. */
    @Test
    void roundsToTheNearest() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(30) - 20));
            short half = Float16.fromFloat(Math.abs(value));
            double error = Math.abs(Float16.toFloat(half) - Math.abs((double) value));
            for (int step = -1; step <= 1; step += 2) {
                if (half + step >= 0 && half + step < 0x7c00) {
                    double other = Math.abs(Float16.toFloat((short) (half + step)) - Math.abs((double) value));
                    assertTrue(error <= other, "value " + value);
                }
            }
        }
    }
}
