package dev.flawsmith.evaluation.painting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContoursTest {
    private static final int SIDE = 48;
    private static final PixelMask DISC = disc(24, 24, 12);

    private static PixelMask disc(int x, int y, int radius) {
        boolean[] marked = new boolean[SIDE * SIDE];
        for (int i = 0; i < marked.length; i++) {
            marked[i] = Math.hypot(i % SIDE - x, i / SIDE - y) <= radius;
        }
        return new PixelMask(SIDE, SIDE, marked);
    }

    /** Grain, brighter within the region by so many levels. */
    private static PixelImage surface(long seed, int step) {
        Random random = new Random(seed);
        byte[] samples = new byte[SIDE * SIDE];
        for (int i = 0; i < samples.length; i++) {
            boolean inside = DISC.at(i / SIDE, i % SIDE);
            samples[i] = (byte) (100 + random.nextInt(20) + (inside ? step : 0));
        }
        return new PixelImage(SIDE, SIDE, 1, samples);
    }

    @Test
    void grainWithoutASeamIsAsSteepAtTheEdgeAsNearby() {
        double edge = 0;
        double seam = 0;
        for (long seed = 0; seed < 50; seed++) {
            edge += Contours.edge(surface(seed, 0), DISC, 2) / 50;
            seam += Contours.seam(surface(seed, 0), DISC, 2) / 50;
        }
        assertEquals(1, edge, 0.03);
        assertEquals(1, seam, 0.03);
    }

    @Test
    void aStepAtTheEdgeIsSteeper() {
        assertTrue(Contours.edge(surface(1, 30), DISC, 2) > 2);
        assertTrue(Contours.seam(surface(1, 30), DISC, 2) > 1.2);
    }

    /** A ramp is as steep everywhere: 3 levels a column, none a row. */
    @Test
    void aRampHasNoSeam() {
        byte[] samples = new byte[SIDE * SIDE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (3 * (i % SIDE));
        }
        PixelImage ramp = new PixelImage(SIDE, SIDE, 1, samples);
        assertEquals(1, Contours.edge(ramp, DISC, 2), 0.05);
    }

    @Test
    void aFlatPictureIsNotDividedByNothing() {
        assertEquals(0, Contours.edge(new PixelImage(SIDE, SIDE, 1, new byte[SIDE * SIDE]), DISC, 2));
    }

    @Test
    void refusesPicturesOfAnotherSize() {
        assertThrows(
                IllegalArgumentException.class, () -> Contours.edge(new PixelImage(2, 2, 1, new byte[4]), DISC, 2));
    }
}
