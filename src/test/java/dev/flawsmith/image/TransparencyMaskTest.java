package dev.flawsmith.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransparencyMaskTest {
    /** Bytes of a PNG before the chunk that follows its header. */
    private static final int HEAD = 33;

    private static Optional<PixelMask> of(byte[] png) throws UnreadableImageException {
        return TransparencyMask.of(png, "test", DecodeLimits.DEFAULT);
    }

    private static PixelMask mask(int width, boolean... marked) {
        return new PixelMask(width, marked.length / width, marked);
    }

    @Test
    void marksWhereAlphaIsZeroAndNowhereElse() throws Exception {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
        int[] argb = {0x00ffffff, 0x01ffffff, 0xff000000, 0x80000000, 0xffffffff, 0};
        image.setRGB(0, 0, 3, 2, argb, 0, 3);
        assertEquals(Optional.of(mask(3, true, false, false, false, false, true)), of(TestImages.encode(image, "png")));
    }

    @ParameterizedTest
    @ValueSource(ints = {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT})
    void readsTheAlphaOfGreyAsItIsStored(int type) throws Exception {
        int opaque = type == DataBuffer.TYPE_BYTE ? 255 : 65_535;
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, Transparency.TRANSLUCENT, type);
        WritableRaster raster = model.createCompatibleWritableRaster(4, 1);
        int[] alphas = {0, 1, opaque, 0};
        for (int x = 0; x < 4; x++) {
            raster.setSample(x, 0, 0, opaque);
            raster.setSample(x, 0, 1, alphas[x]);
        }
        BufferedImage image = new BufferedImage(model, raster, false, null);
        assertEquals(Optional.of(mask(4, true, false, false, true)), of(TestImages.encode(image, "png")));
    }

    @Test
    void readsTheAlphaOfAPalette() throws Exception {
        byte[] ramp = {0, 80, (byte) 160, (byte) 240};
        byte[] alpha = {(byte) 255, 0, 1, (byte) 255};
        IndexColorModel palette = new IndexColorModel(2, 4, ramp, ramp, ramp, alpha);
        assertEquals(Optional.of(mask(4, false, true, false, false)), of(indexed(palette)));
        assertEquals(Optional.empty(), of(indexed(new IndexColorModel(2, 4, ramp, ramp, ramp))));
    }

    private static byte[] indexed(IndexColorModel palette) throws Exception {
        BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
        for (int x = 0; x < 4; x++) {
            image.getRaster().setSample(x, 0, 0, x);
        }
        return TestImages.encode(image, "png");
    }

    /** PNG specification, section 11.3.2.1: without an alpha channel tRNS names one colour, in 16 bits a sample. */
    @Test
    void readsTheOneTransparentColour() throws Exception {
        byte[] samples = {10, 20, 30, 10, 20, 31, 10, 20, 30};
        byte[] rgb = Png.encode(new PixelImage(3, 1, 3, samples), Map.of());
        assertEquals(Optional.of(mask(3, true, false, true)), of(withTrns(rgb, 0, 10, 0, 20, 0, 30)));
        byte[] grey = Png.encode(new PixelImage(3, 1, 1, new byte[] {7, 9, 7}), Map.of());
        assertEquals(Optional.of(mask(3, false, true, false)), of(withTrns(grey, 0, 9)));
    }

    private static byte[] withTrns(byte[] png, int... data) {
        ByteBuffer typed = ByteBuffer.allocate(4 + data.length).put("tRNS".getBytes(StandardCharsets.US_ASCII));
        for (int each : data) {
            typed.put((byte) each);
        }
        CRC32 crc = new CRC32();
        crc.update(typed.array());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(png, 0, HEAD);
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        bytes.writeBytes(typed.array());
        bytes.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        bytes.write(png, HEAD, png.length - HEAD);
        return bytes.toByteArray();
    }

    @Test
    void tellsAPictureThatIsOpaqueFromOneThatCannotBeOtherwise() throws Exception {
        BufferedImage opaque = TestImages.smooth(4, 3, BufferedImage.TYPE_INT_ARGB);
        PixelMask none = of(TestImages.encode(opaque, "png")).orElseThrow();
        assertEquals(0, none.area());
        assertArrayEquals(new int[] {4, 3}, new int[] {none.width(), none.height()});
        for (String format : List.of("png", "jpeg", "bmp")) {
            byte[] plain = TestImages.encode(TestImages.smooth(4, 3, BufferedImage.TYPE_INT_RGB), format);
            assertEquals(Optional.empty(), of(plain), format);
        }
        assertEquals(Optional.empty(), of(Png.encode(TestImages.noise(4, 3, 1, 1), Map.of())));
    }

    @Test
    void refusesWhatTheDecoderRefusesInTheSameWords() throws Exception {
        byte[] whole = TestImages.encode(TestImages.smooth(50, 50, BufferedImage.TYPE_INT_ARGB), "png");
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        DecodeLimits limits = new DecodeLimits(whole.length, 50, 50, 2_500);
        assertEquals(0, TransparencyMask.of(whole, "test", limits).orElseThrow().area());
        byte[][] wrong = {Arrays.copyOf(whole, whole.length / 2), damaged, new byte[0], {1, 2, 3}};
        for (byte[] each : wrong) {
            assertSameRefusal(each, limits);
        }
        for (DecodeLimits narrow : List.of(
                new DecodeLimits(whole.length - 1L, 50, 50, 2_500),
                new DecodeLimits(whole.length, 49, 50, 2_500),
                new DecodeLimits(whole.length, 50, 50, 2_499))) {
            assertSameRefusal(whole, narrow);
        }
    }

    private static void assertSameRefusal(byte[] png, DecodeLimits limits) {
        UnreadableImageException expected =
                assertThrows(UnreadableImageException.class, () -> ImageDecoder.decode(png, "test", limits));
        UnreadableImageException found =
                assertThrows(UnreadableImageException.class, () -> TransparencyMask.of(png, "test", limits));
        assertEquals(expected.getMessage(), found.getMessage());
    }
}
