package dev.flawsmith.training.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ResamplingTest {
    /** A step towards the lower right corner: its quadrant means tell the eight symmetries apart, but for transposition. */
    private static PixelImage corner() {
        byte[] samples = new byte[40 * 40];
        for (int p = 0; p < samples.length; p++) {
            int y = p / 40;
            int x = p % 40;
            samples[p] = (byte) (y >= 20 && x >= 20 ? 200 : y >= 20 ? 120 : 40);
        }
        return new PixelImage(40, 40, 1, samples);
    }

    @Test
    void theWholeIsTheWhole() {
        PixelImage picture = corner();
        float[] same = Resampling.whole().apply(picture, 40);
        for (int p = 0; p < same.length; p++) {
            assertEquals(picture.sample(p / 40, p % 40, 0), same[p], 1e-4);
        }
    }

    @Test
    void allEightSymmetriesComeUp() {
        Set<String> orders = new HashSet<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 300; i++) {
            float[] view = Resampling.random(random).apply(corner(), 8);
            orders.add(
                    level(view[1 * 8 + 1]) + level(view[1 * 8 + 6]) + level(view[6 * 8 + 1]) + level(view[6 * 8 + 6]));
        }
        assertTrue(
                orders.containsAll(Set.of("0012", "0021", "1200", "2100", "0102", "0201", "1020", "2010")),
                "found " + orders);
    }

    private static String level(float grey) {
        return grey < 80 ? "0" : grey < 160 ? "1" : "2";
    }
}
