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
            edge += Contours.edge(surface(seed, 0), DISC) / 50;
            seam += Contours.seam(surface(seed, 0), DISC, 2) / 50;
        }
        assertEquals(0, edge, 0.2); // of some 70 pairs, of which each is off by three quarters of the mean
        assertEquals(0, seam, 0.2);
    }

    @Test
    void aStepAtTheEdgeIsSteeper() {
        assertTrue(Contours.edge(surface(1, 30), DISC) > Math.log(2));
        assertTrue(Contours.seam(surface(1, 30), DISC, 2) > Math.log(1.2));
    }

    @Test
    void aBlurredSeamTellsAsAStepDoes() {
        byte[] samples = surface(1, 0).samples();
        for (int i = 0; i < samples.length; i++) {
            double from = Math.hypot(i % SIDE - 24, i / SIDE - 24);
            samples[i] = from > 9 && from < 14 ? 110 : samples[i];
        }
        PixelImage blurred = new PixelImage(SIDE, SIDE, 1, samples);
        assertTrue(Contours.edge(blurred, DISC) > Math.log(2));
        assertTrue(Contours.seam(blurred, DISC, 2) > Math.log(2));
    }

    /** What is painted well inside may be as rough as it likes. */
    @Test
    void theInsideIsNotCompared() {
        PixelImage plain = surface(1, 0);
        byte[] samples = plain.samples();
        for (int i = 0; i < samples.length; i++) {
            double from = Math.hypot(i % SIDE - 24, i / SIDE - 24);
            samples[i] = from < 8 ? (byte) (i * 89) : samples[i];
        }
        PixelImage rough = new PixelImage(SIDE, SIDE, 1, samples);
        assertEquals(Contours.edge(plain, DISC), Contours.edge(rough, DISC));
        assertEquals(Contours.seam(plain, DISC, 2), Contours.seam(rough, DISC, 2));
    }

    /** A ramp is as steep everywhere: 3 levels a column, none a row. */
    @Test
    void aRampHasNoSeam() {
        byte[] samples = new byte[SIDE * SIDE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (3 * (i % SIDE));
        }
        PixelImage ramp = new PixelImage(SIDE, SIDE, 1, samples);
        assertEquals(0, Contours.edge(ramp, DISC), 0.05);
    }

    @Test
    void aFlatPictureIsNotDividedByNothing() {
        assertEquals(0, Contours.edge(new PixelImage(SIDE, SIDE, 1, new byte[SIDE * SIDE]), DISC));
    }

    @Test
    void refusesPicturesOfAnotherSize() {
        assertThrows(IllegalArgumentException.class, () -> Contours.edge(new PixelImage(2, 2, 1, new byte[4]), DISC));
    }
}
