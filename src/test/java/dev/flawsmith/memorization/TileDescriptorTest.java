package dev.flawsmith.memorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class TileDescriptorTest {
    private final TileDescriptor tiles = new TileDescriptor();

    @Test
    void anExactCopyScoresExactlyNothing() {
        PixelImage image = RandomTexture.of(1);
        float[][] a = tiles.describe(image);
        assertEquals(TileDescriptor.TILES, a.length);
        assertEquals(0, TileDescriptor.distance(a, tiles.describe(image)));
        assertArrayEquals(a[4], tiles.describe(image)[4]);
    }

    @Test
    void aPastedHalfIsFoundWhereAWholeImageDescriptorMissesIt() {
        double nearestOther = Double.MAX_VALUE;
        double pasted = 0;
        for (int i = 0; i < 12; i++) {
            PixelImage photo = RandomTexture.of(i);
            PixelImage host = RandomTexture.of(100 + i);
            float[][] described = tiles.describe(photo);
            nearestOther = Math.min(nearestOther, TileDescriptor.distance(described, tiles.describe(host)));
            // Not at the same place: one step of the grid to the right.
            PixelImage fake = paste(host, photo, 16, 16, 16);
            pasted = Math.max(pasted, TileDescriptor.distance(described, tiles.describe(fake)));
            PixelDescriptor whole = new PixelDescriptor();
            assertTrue(distance(whole.describe(photo), whole.describe(fake)) > 0.5, "photo " + i);
        }
        assertTrue(pasted < 1e-6, "expected the part to be found exactly, found a distance of " + pasted);
        assertTrue(nearestOther > 0.3, "expected other photos far away, found " + nearestOther);
    }

    @Test
    void brightnessAndContrastOfAPartDropOut() {
        PixelImage photo = RandomTexture.of(3);
        PixelImage changed = RandomTexture.changed(photo, 0.8, 10, 0, 1);
        assertTrue(TileDescriptor.distance(tiles.describe(photo), tiles.describe(changed)) < 0.05);
    }

    @Test
    void blankTilesMatchNothing() {
        PixelImage blank = flat(128);
        assertEquals(
                TileDescriptor.INCOMPARABLE, TileDescriptor.distance(tiles.describe(blank), tiles.describe(flat(128))));
        // Two photos that share a saturated corner share no content.
        PixelImage a = paste(RandomTexture.of(1), flat(255), 0, 0, 0);
        PixelImage b = paste(RandomTexture.of(2), flat(255), 0, 0, 0);
        float[][] first = tiles.describe(a);
        assertArrayEquals(new float[tiles.dimension()], first[0]);
        assertTrue(TileDescriptor.distance(first, tiles.describe(b)) > 0.3);
    }

    @Test
    void descriptorsOfAnotherShapeAreRefused() {
        float[][] whole = tiles.describe(RandomTexture.of(1));
        assertThrows(IllegalArgumentException.class, () -> TileDescriptor.distance(whole, Arrays.copyOf(whole, 4)));
    }

    /** The host with a 32x32 part of the photo, {@code shift} columns to the right of where it was. */
    private static PixelImage paste(PixelImage host, PixelImage photo, int top, int left, int shift) {
        byte[] samples = host.samples();
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                samples[(top + y) * 64 + left + shift + x] = (byte) photo.sample(top + y, left + x, 0);
            }
        }
        return new PixelImage(64, 64, 1, samples);
    }

    private static PixelImage flat(int level) {
        byte[] samples = new byte[64 * 64];
        Arrays.fill(samples, (byte) level);
        return new PixelImage(64, 64, 1, samples);
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }
}
