package dev.flawsmith.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class JpegRoundTripTest {
    @Test
    void lessQualityLosesMore() {
        PixelImage noise = TestImages.noise(40, 24, 1, 5);
        double fine = difference(noise, JpegRoundTrip.apply(noise, 95));
        double coarse = difference(noise, JpegRoundTrip.apply(noise, 20));
        assertTrue(fine > 0.3 && fine < 8, "at 95: " + fine);
        assertTrue(coarse > 3 * fine, "at 20: " + coarse + ", at 95: " + fine);
    }

    @Test
    void sizeAndChannelsStay() {
        for (int channels : new int[] {1, 3}) {
            PixelImage back = JpegRoundTrip.apply(TestImages.noise(17, 9, channels, 2), 80);
            assertEquals(channels, back.channels());
            assertEquals(17, back.width());
            assertEquals(9, back.height());
        }
    }

    @Test
    void greyLevelsAreNotShifted() {
        byte[] flat = new byte[16 * 16];
        for (int level : new int[] {0, 40, 128, 200, 255}) {
            java.util.Arrays.fill(flat, (byte) level);
            PixelImage image = new PixelImage(16, 16, 1, flat);
            assertTrue(difference(image, JpegRoundTrip.apply(image, 90)) <= 1, "at " + level);
        }
    }

    @Test
    void aQualityOutOfRangeIsRefused() {
        PixelImage image = TestImages.noise(8, 8, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> JpegRoundTrip.apply(image, 0));
        assertThrows(IllegalArgumentException.class, () -> JpegRoundTrip.apply(image, 101));
    }

    private static double difference(PixelImage a, PixelImage b) {
        byte[] x = a.samples();
        byte[] y = b.samples();
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.abs((x[i] & 0xff) - (y[i] & 0xff));
        }
        return sum / x.length;
    }
}
