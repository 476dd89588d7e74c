package dev.flawsmith.evaluation.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.RandomTexture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NoiseEstimateTest {
    private static PixelImage ramp() {
        byte[] samples = new byte[64 * 64];
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                samples[y * 64 + x] = (byte) (60 + x + y + (x > 31 ? 20 : 0));
            }
        }
        return new PixelImage(64, 64, 1, samples);
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 8, 13})
    void findsTheNoiseThatWasAdded(double noise) {
        PixelImage noisy = RandomTexture.changed(ramp(), 1, 0, noise, 5);
        assertEquals(noise, NoiseEstimate.deviation(noisy), 0.06 * noise);
    }

    @Test
    void slopesAndStraightEdgesAreNoNoise() {
        assertEquals(0, NoiseEstimate.deviation(ramp()), 1e-12);
        assertEquals(0, NoiseEstimate.deviation(new PixelImage(2, 2, 1, new byte[] {0, 9, 9, 0})), 0.0);
    }

    /** By pixels alone a copy under noise twice its own contrast is as far away as any photo; without the noise it is not. */
    @Test
    void aCopyStandsOutOfHeavyNoise() {
        PixelGridDescriptor descriptor = new PixelGridDescriptor();
        PixelImage photo = RandomTexture.changed(RandomTexture.of(3), 0.25, 96, 0, 1);
        PixelImage copy = RandomTexture.changed(photo, 1, 0, 13, 9);
        double raw = distance(descriptor.describe(photo), descriptor.describe(copy));
        double corrected = descriptor.signal(copy).distance(raw);
        assertTrue(corrected < 0.6 * raw, corrected + " of " + raw);
        assertTrue(descriptor.signal(photo).share() > 0.9, () -> "share of a clean photo " + descriptor.signal(photo));
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ((double) a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
