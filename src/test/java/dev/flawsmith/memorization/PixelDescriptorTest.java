package dev.flawsmith.memorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class PixelDescriptorTest {
    private final PixelDescriptor descriptor = new PixelDescriptor();

    @Test
    void hasAboutUnitLength() {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(1, norm(descriptor.describe(RandomTexture.of(seed))), 0.25, "seed " + seed);
        }
    }

    @Test
    void brightnessAndContrastDropOut() {
        PixelImage image = RandomTexture.of(1);
        PixelImage faded = RandomTexture.changed(image, 0.6, 40, 0, 0);
        double apart = distance(descriptor.describe(image), descriptor.describe(RandomTexture.of(2)));

        assertTrue(distance(descriptor.describe(image), descriptor.describe(faded)) < 0.02 * apart);
    }

    @Test
    void flatImagesAreTheZeroVector() {
        byte[] grey = new byte[37 * 21];
        Arrays.fill(grey, (byte) 77);

        assertArrayEquals(new float[descriptor.dimension()], descriptor.describe(new PixelImage(37, 21, 1, grey)));
        assertArrayEquals(new float[descriptor.dimension()], descriptor.describe(new PixelImage(1, 1, 3, new byte[3])));
    }

    @Test
    void describesASymmetryAsItDescribesTheMovedImage() {
        PixelImage image = RandomTexture.of(3);
        float[][] rows = descriptor.describeSymmetries(image);

        assertEquals(8, rows.length);
        ImageSymmetry[] symmetries = ImageSymmetry.values();
        for (int i = 0; i < rows.length; i++) {
            ImageSymmetry symmetry = symmetries[i];
            assertArrayEquals(descriptor.describe(symmetry.apply(image)), rows[i], symmetry.name());
        }
    }

    @Test
    void aShiftByOnePixelIsFarSmallerThanTheWayToAnotherImage() {
        PixelImage image = RandomTexture.of(4);
        byte[] samples = image.samples();
        System.arraycopy(samples, 0, samples, 1, samples.length - 1);
        PixelImage shifted = new PixelImage(64, 64, 1, samples);
        double apart = distance(descriptor.describe(image), descriptor.describe(RandomTexture.of(5)));

        assertTrue(distance(descriptor.describe(image), descriptor.describe(shifted)) < 0.35 * apart);
    }

    @Test
    void sizeHardlyMatters() {
        PixelImage image = RandomTexture.of(6);
        byte[] doubled = new byte[128 * 128];
        for (int i = 0; i < doubled.length; i++) {
            doubled[i] = (byte) image.sample(i / 128 / 2, i % 128 / 2, 0);
        }

        assertEquals(
                0,
                distance(descriptor.describe(image), descriptor.describe(new PixelImage(128, 128, 1, doubled))),
                1e-6);
    }

    /** Indexes on disk hold these bits: a change needs a new {@link PixelDescriptor#ID}. */
    @Test
    void theProtocolsBitsDoNotChange() {
        byte[] samples = new byte[48 * 40];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i * i / 7 + 3 * i);
        }
        float[] values = descriptor.describe(new PixelImage(48, 40, 1, samples));
        ByteBuffer bits = ByteBuffer.allocate(values.length * Float.BYTES);
        bits.asFloatBuffer().put(values);
        CRC32 crc = new CRC32();
        crc.update(bits.array());

        assertEquals("pixel-32-blur1.5-projection256/1", descriptor.id());
        assertEquals("d59403c0", Long.toHexString(crc.getValue()));
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += Math.pow((double) a[i] - b[i], 2);
        }
        return Math.sqrt(squares);
    }

    private static double norm(float[] values) {
        return distance(values, new float[values.length]);
    }
}
