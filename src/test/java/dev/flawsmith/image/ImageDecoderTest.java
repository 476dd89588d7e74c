package dev.flawsmith.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    /** 16x8, lossless: left half #c80a1e, right half #0514dc. Made with a browser's canvas: no Java library writes it. */
    private static final byte[] WEBP = HexFormat.of()
            .parseHex("524946462a000000574542505650384c1d0000002f0fc001000f700afb17"
                    + "0c5f887bfe830762c164fed29d2944f43f320000");

    @TempDir
    Path folder;

    private static PixelImage decode(byte[] bytes) throws UnreadableImageException {
        return ImageDecoder.decode(bytes, "test", DecodeLimits.DEFAULT);
    }

    private static String refusal(byte[] bytes) {
        return String.valueOf(assertThrows(UnreadableImageException.class, () -> decode(bytes))
                .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff"})
    void losslessColourComesBackExactly(String format) throws Exception {
        BufferedImage image = TestImages.smooth(37, 23, BufferedImage.TYPE_INT_RGB);
        PixelImage decoded = decode(TestImages.encode(image, format));
        assertEquals(3, decoded.channels());
        for (int y = 0; y < 23; y++) {
            for (int x = 0; x < 37; x++) {
                int rgb = decoded.sample(y, x, 0) << 16 | decoded.sample(y, x, 1) << 8 | decoded.sample(y, x, 2);
                assertEquals(image.getRGB(x, y) & 0xffffff, rgb, x + "," + y);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff", "jpeg"})
    void greyStaysOneChannelWithoutGammaConversion(String format) throws Exception {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++) {
            image.getRaster().setSample(i % 16, i / 16, 0, 100);
        }
        PixelImage decoded = decode(TestImages.encode(image, format));
        assertEquals(1, decoded.channels());
        assertEquals(100, decoded.sample(7, 9, 0));
    }

    @Test
    void jpegColourIsCloseToWhatWasEncoded() throws Exception {
        BufferedImage image = TestImages.smooth(64, 48, BufferedImage.TYPE_INT_RGB);
        PixelImage decoded = decode(TestImages.encode(image, "jpeg"));
        assertEquals(3, decoded.channels());
        assertEquals(image.getRGB(40, 20) >> 16 & 0xff, decoded.sample(20, 40, 0), 12);
        assertEquals(image.getRGB(40, 20) >> 8 & 0xff, decoded.sample(20, 40, 1), 12);
    }

    @Test
    void sixteenBitGreyIsRoundedToEight() throws Exception {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(0, 0, 0, 65_535);
        image.getRaster().setSample(1, 0, 0, 257 * 90 + 128);
        image.getRaster().setSample(2, 0, 0, 257 * 90 + 129);
        PixelImage decoded = decode(TestImages.encode(image, "png"));
        assertEquals(new PixelImage(3, 1, 1, new byte[] {(byte) 255, 90, 91}), decoded);
    }

    @Test
    void greyPaletteStaysGreyAndColourPaletteBecomesRgb() throws Exception {
        byte[] ramp = {0, 80, (byte) 160, (byte) 240};
        byte[] other = {0, 80, (byte) 161, (byte) 240};
        for (byte[] blue : new byte[][] {ramp, other}) {
            IndexColorModel palette = new IndexColorModel(2, 4, ramp, ramp, blue);
            BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
            for (int x = 0; x < 4; x++) {
                image.getRaster().setSample(x, 0, 0, x);
            }
            PixelImage decoded = decode(TestImages.encode(image, "png"));
            assertEquals(blue == ramp ? 1 : 3, decoded.channels());
            assertEquals(160, decoded.sample(0, 2, 0));
        }
    }

    @Test
    void transparencyIsLaidOverBlack() throws Exception {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00ffffff);
        image.setRGB(1, 0, 0x80c86432);
        PixelImage decoded = decode(TestImages.encode(image, "png"));
        assertEquals(new PixelImage(2, 1, 3, new byte[] {0, 0, 0, 100, 50, 25}), decoded);
    }

    @Test
    void readsWebpAndRefusesItTruncated() throws Exception {
        PixelImage decoded = decode(WEBP);
        assertEquals("PixelImage[16x8x3]", decoded.toString());
        assertEquals(0xc8, decoded.sample(7, 7, 0));
        assertEquals(0xdc, decoded.sample(0, 8, 2));
        assertTrue(refusal(Arrays.copyOf(WEBP, WEBP.length - 8)).contains("truncated WebP"));
    }

    @ParameterizedTest
    @CsvSource({"jpeg, 0.5", "jpeg, 0.9", "jpeg, 0.99", "png, 0.5", "png, 0.99", "bmp, 0.5", "tiff, 0.5"})
    void refusesTruncatedFiles(String format, double kept) throws Exception {
        byte[] whole = TestImages.encode(TestImages.smooth(200, 200, BufferedImage.TYPE_INT_RGB), format);
        decode(whole);
        String message = refusal(Arrays.copyOf(whole, (int) (whole.length * kept)));
        assertTrue(message.startsWith("test: expected a whole image, found "), message);
    }

    @Test
    void refusesAJpegWithAHoleThatStillHasItsEndMarker() throws Exception {
        byte[] whole = TestImages.encode(TestImages.smooth(200, 200, BufferedImage.TYPE_INT_RGB), "jpeg");
        int middle = whole.length * 2 / 3;
        byte[] holed = Arrays.copyOf(whole, middle);
        holed[middle - 2] = (byte) 0xff;
        holed[middle - 1] = (byte) 0xd9;
        assertTrue(refusal(holed).contains("expected a whole image"));
    }

    @Test
    void refusesADamagedPng() throws Exception {
        byte[] png = TestImages.encode(TestImages.smooth(50, 50, BufferedImage.TYPE_INT_RGB), "png");
        png[png.length / 2] ^= 1;
        assertTrue(refusal(png).contains("checksum"));
    }

    /** Only a header: decoding would need 2.7 GB, and would fail for want of data if the limits let it begin. */
    @Test
    void refusesAnImageBombByItsHeader() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(PngChunks.SIGNATURE);
        byte[] header = {8, 2, 0, 0, 0};
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(30_000)
                        .putInt(30_000)
                        .put(header)
                        .array());
        chunk(png, "IDAT", new byte[0]);
        chunk(png, "IEND", new byte[0]);
        assertEquals(
                "test: expected at most 16384x16384 and 50000000 pixels, found 30000x30000",
                refusal(png.toByteArray()));
    }

    @Test
    void checksFileSizeWithoutReadingTheFile() throws Exception {
        Path file = folder.resolve("a.png");
        Files.write(file, new byte[2000]);
        DecodeLimits limits = new DecodeLimits(1999, 10, 10, 100);
        UnreadableImageException refused =
                assertThrows(UnreadableImageException.class, () -> ImageDecoder.decode(file, limits));
        assertEquals(file + ": expected at most 1999 bytes, found 2000 bytes", refused.getMessage());
    }

    @Test
    void refusesOtherContentAndMissingFiles() {
        assertTrue(refusal("GIF89a".getBytes(StandardCharsets.US_ASCII)).contains("expected a PNG, JPEG, BMP, TIFF"));
        assertTrue(refusal(new byte[0]).contains("found an empty file"));
        assertThrows(
                UnreadableImageException.class,
                () -> ImageDecoder.decode(folder.resolve("none.png"), DecodeLimits.DEFAULT));
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(name);
        png.writeBytes(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
