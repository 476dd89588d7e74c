package dev.flawsmith.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.model.ImageShape;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PaintingTest {
    private static final int WIDTH = 30;
    private static final int HEIGHT = 20;
    private static final int SIDE = 16;

    private static PixelImage flat(int width, int height, int... colour) {
        byte[] samples = new byte[width * height * colour.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) colour[i % colour.length];
        }
        return new PixelImage(width, height, colour.length, samples);
    }

    /** From a corner of the window on, so that the seam meets the window's edge. */
    private static PixelMask mask() {
        boolean[] marked = new boolean[WIDTH * HEIGHT];
        for (int y = 2; y < 14; y++) {
            Arrays.fill(marked, y * WIDTH + 8, y * WIDTH + 24, true);
        }
        return new PixelMask(WIDTH, HEIGHT, marked);
    }

    private static Painting painting(PixelImage photo, int channels, int seam) {
        return new Painting(new Canvas(photo, mask(), new ImageShape(channels, SIDE, SIDE), 8, 0, 1, 4, seam));
    }

    @Test
    void theSeamIsMeasuredInThePhotoNotInTheWindow() {
        PixelImage painted = painting(flat(WIDTH, HEIGHT, 100), 1, 3).laidIn(flat(SIDE, SIDE, 200));
        float[] weights = mask().weights(3);
        for (int i = 0; i < weights.length; i++) {
            assertEquals(Math.round(100 + 100 * weights[i]), painted.sample(i / WIDTH, i % WIDTH, 0), "pixel " + i);
        }
    }

    @Test
    void coloursOnAGreyPhotoMakeItOneInColours() {
        PixelImage painted = painting(flat(WIDTH, HEIGHT, 100), 3, 0).laidIn(flat(SIDE, SIDE, 10, 20, 30));
        assertEquals(3, painted.channels());
        assertEquals(30, painted.sample(5, 10, 2));
        assertEquals(100, painted.sample(0, 0, 2));
    }

    @Test
    void whatChangedLiesWhereItIsInThePhoto() {
        Painting painting = painting(flat(WIDTH, HEIGHT, 100), 1, 0);
        byte[] samples = flat(SIDE, SIDE, 100).samples();
        for (int y = 4; y < 10; y++) {
            Arrays.fill(samples, y * SIDE + 5, y * SIDE + 11, (byte) 180);
        }
        PixelMask changed = Objects.requireNonNull(painting.changed(new PixelImage(SIDE, SIDE, 1, samples)));
        assertEquals(new PixelMask.Box(13, 4, 19, 10), changed.box());
        assertEquals(WIDTH, changed.width());
    }

    @Test
    void aPreviewIsTheWindowOfWhatGoesOut() {
        Painting painting = painting(flat(WIDTH, HEIGHT, 100), 1, 2);
        PixelImage drawn = flat(SIDE, SIDE, 200);
        assertEquals(painting.laidIn(drawn).crop(8, 0, SIDE, SIDE), painting.window(drawn));
    }

    @Test
    void whatAnImageHoldsIsCounted() {
        Canvas canvas = new Canvas(flat(WIDTH, HEIGHT, 100), mask(), new ImageShape(1, SIDE, SIDE), 8, 0, 1, 4, 0);
        assertTrue(canvas.bytesPerImage(1) >= 2 * WIDTH * HEIGHT + 2 * WIDTH * HEIGHT);
        assertTrue(canvas.bytesPerImage(100) >= 2 * WIDTH * HEIGHT);
        assertTrue(canvas.bytesPerImage(100) < canvas.bytesPerImage(1));
    }
}
