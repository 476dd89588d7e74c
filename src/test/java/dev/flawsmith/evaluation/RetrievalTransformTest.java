package dev.flawsmith.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.RandomTexture;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RetrievalTransformTest {
    private final PixelImage image = RandomTexture.of(4);

    @Test
    void everyDisguiseKeepsTheSizeAndAllButOneChangePixels() {
        for (RetrievalTransform transform : RetrievalTransform.values()) {
            PixelImage copy = transform.apply(image, new SplittableRandom(1));
            assertEquals(64, copy.width(), transform.label());
            assertEquals(64, copy.height(), transform.label());
            assertEquals(transform == RetrievalTransform.EXACT, copy.equals(image), transform.label());
            assertEquals(copy, transform.apply(image, new SplittableRandom(1)), transform.label());
        }
    }

    @Test
    void aShiftMovesBothAxesAndRepeatsEdges() {
        PixelImage copy = RetrievalTransform.SHIFT4.apply(image, new SplittableRandom(3));
        int matches = 0;
        for (int dy : new int[] {-4, 4}) {
            for (int dx : new int[] {-4, 4}) {
                matches += copy.sample(30, 30, 0) == image.sample(30 + dy, 30 + dx, 0)
                                && copy.sample(20, 41, 0) == image.sample(20 + dy, 41 + dx, 0)
                                && copy.sample(50, 11, 0) == image.sample(50 + dy, 11 + dx, 0)
                        ? 1
                        : 0;
            }
        }
        assertEquals(1, matches);
        assertTrue(
                copy.sample(0, 30, 0) == copy.sample(3, 30, 0) || copy.sample(63, 30, 0) == copy.sample(60, 30, 0),
                "expected a repeated edge");
    }

    @Test
    void noiseHasItsDeviation() {
        byte[] middle = new byte[64 * 64];
        java.util.Arrays.fill(middle, (byte) 128);
        PixelImage noisy = RetrievalTransform.NOISE05.apply(new PixelImage(64, 64, 1, middle), new SplittableRandom(9));
        double squares = 0;
        for (byte sample : noisy.samples()) {
            squares += Math.pow((sample & 0xff) - 128, 2) / 4096;
        }
        assertEquals(12.75, Math.sqrt(squares), 0.5);
        assertNotEquals(
                noisy, RetrievalTransform.NOISE05.apply(new PixelImage(64, 64, 1, middle), new SplittableRandom(10)));
    }
}
