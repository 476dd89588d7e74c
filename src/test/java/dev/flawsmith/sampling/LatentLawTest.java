package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatentLawTest {
    private static final int SIZE = 20_000;

    @Test
    void withoutTruncationItIsTheImagesOwnNoise() {
        Noise noise = new Noise(7, 2);
        assertArrayEquals(noise.standardNormal(0, 128), LatentLaw.NORMAL.draw(noise, 128));
    }

    /** Standard deviations of the normal law cut off at t: sqrt(1 - 2 t phi(t) / (2 Phi(t) - 1)). */
    @ParameterizedTest
    @CsvSource({"false, 0, 1", "false, 1, 0.5396", "false, 2, 0.8796", "true, 0, 0.5774"})
    void hasTheSpreadOfItsLaw(boolean uniform, double truncation, double deviation) {
        float[] z = new LatentLaw(uniform, truncation).draw(new Noise(3, 0), SIZE);
        double square = 0;
        double sum = 0;
        for (float value : z) {
            sum += value;
            square += (double) value * value;
            assertTrue(!uniform || (value >= -1 && value <= 1), () -> "found " + value);
            assertTrue(truncation == 0 || Math.abs(value) <= truncation, () -> "found " + value);
        }
        assertEquals(0, sum / SIZE, 4 * deviation / Math.sqrt(SIZE));
        assertEquals(deviation, Math.sqrt(square / SIZE), 0.015);
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "false, 0.5", "true, 0"})
    void aValueDependsOnItsPlaceAndTheNoiseAlone(boolean uniform, double truncation) {
        LatentLaw law = new LatentLaw(uniform, truncation);
        float[] longer = law.draw(new Noise(5, 1), 64);
        assertArrayEquals(Arrays.copyOf(longer, 17), law.draw(new Noise(5, 1), 17));
        assertTrue(!Arrays.equals(longer, law.draw(new Noise(5, 2), 64)), "another attempt is another z");
    }

    @ParameterizedTest
    @CsvSource({"false, 0.05", "false, NaN", "false, -1", "true, 2"})
    void whatCannotBeDrawnIsRefused(boolean uniform, double truncation) {
        assertThrows(IllegalArgumentException.class, () -> new LatentLaw(uniform, truncation));
    }
}
