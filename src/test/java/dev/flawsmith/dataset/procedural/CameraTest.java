package dev.flawsmith.dataset.procedural;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CameraTest {
    private static final Frame FRAME = new Frame(48, 32);

    @Test
    void leavesAnEvenFieldEvenUpToTheBorder() {
        Field field = new Field(FRAME);
        Arrays.fill(field.values, 0.4f);
        for (float v : new Camera(new Draws(1)).blur(field).values) {
            assertEquals(0.4, v, 1e-6);
        }
    }

    @Test
    void spreadsAPointWithoutLosingLight() {
        Field field = new Field(FRAME);
        field.values[16 * 48 + 20] = 1;
        Field spread = new Camera(new Draws(2)).blur(field);
        assertEquals(1, spread.mean() * FRAME.pixels(), 1e-5);
        assertTrue(spread.at(20, 16) < 0.95);
        assertTrue(spread.at(21, 16) > 0);
        assertEquals(spread.at(21, 16), spread.at(20, 15), 1e-7);
    }

    @Test
    void addsSensorNoiseWithoutBias() {
        Field field = new Field(new Frame(256, 256));
        Arrays.fill(field.values, 0.5f);
        double sum = 0;
        double squares = 0;
        for (byte b : new Camera(new Draws(3)).expose(field).samples()) {
            sum += (b & 0xff) - 127.5;
            squares += ((b & 0xff) - 127.5) * ((b & 0xff) - 127.5);
        }
        assertEquals(0, sum / 65_536, 0.05);
        double deviation = Math.sqrt(squares / 65_536);
        assertTrue(deviation > 0.4 && deviation < 2.8, () -> "found " + deviation);
    }
}
