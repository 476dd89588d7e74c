package dev.flawsmith.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ResizeProtocolTest {
    @Test
    void protocolsDifferWhereAnImageShrinks() {
        PixelImage image = noise(32, 1);
        float[] clean = ResizeProtocol.CLEAN.apply(image, 1, 8, 8);
        float[] fid = ResizeProtocol.PYTORCH_FID.apply(image, 1, 8, 8);
        double difference = 0;
        for (int i = 0; i < clean.length; i++) {
            difference += Math.abs(clean[i] - fid[i]) / clean.length;
        }
        assertTrue(difference > 0.05, "expected averaging against skipping, found " + difference);
    }

    @Test
    void anImageOfTheRightSizeIsLeftAloneByAll() {
        PixelImage image = noise(8, 3);
        float[] none = ResizeProtocol.NONE.apply(image, 3, 8, 8);
        assertEquals(image.sample(2, 5, 1) / 255f, none[64 + 2 * 8 + 5]);
        assertArrayEquals(none, ResizeProtocol.PYTORCH_FID.apply(image, 3, 8, 8));
        assertArrayEquals(none, ResizeProtocol.CLEAN.apply(image, 3, 8, 8), 1e-7f);
    }

    @Test
    void greyBecomesRgbAndRgbLuma() {
        float[] repeated = ResizeProtocol.CLEAN.apply(noise(8, 1), 3, 4, 4);
        assertEquals(repeated[3], repeated[16 + 3]);
        PixelImage red = new PixelImage(1, 1, 3, new byte[] {(byte) 255, 0, 0});
        assertEquals(76 / 255f, ResizeProtocol.NONE.apply(red, 1, 1, 1)[0], 1e-6f);
    }

    @Test
    void noneRefusesAnotherSize() {
        PixelImage image = noise(8, 1);
        String message =
                String.valueOf(assertThrows(EncoderException.class, () -> ResizeProtocol.NONE.apply(image, 1, 9, 8))
                        .getMessage());
        assertTrue(message.contains("9x8") && message.contains("8x8"), message);
    }

    @Test
    void labelsAreReadBackAndOthersRefused() {
        Stream.of(ResizeProtocol.values()).forEach(p -> assertEquals(p, ResizeProtocol.of(p.label())));
        assertEquals("pytorch-fid/1", ResizeProtocol.PYTORCH_FID.id());
        assertThrows(IllegalArgumentException.class, () -> ResizeProtocol.of("bicubic"));
    }

    private static PixelImage noise(int side, int channels) {
        byte[] samples = new byte[side * side * channels];
        new Random(7).nextBytes(samples);
        return new PixelImage(side, side, channels, samples);
    }
}
