package dev.flawsmith.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PngTest {
    @ParameterizedTest
    @CsvSource({"1,1,1", "1,1,3", "64,64,1", "33,7,3"})
    void anotherReaderSeesTheSamePixels(int width, int height, int channels) throws Exception {
        PixelImage image = TestImages.noise(width, height, channels, 5);
        byte[] png = Png.encode(image, Map.of("Comment", "x"));
        assertEquals(image, Png.decode(png));
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    assertEquals(image.sample(y, x, c), read.getRaster().getSample(x, y, c));
                }
            }
        }
    }

    @Test
    void smoothImagesOfEveryFilterSurvive() throws Exception {
        byte[] samples = new byte[90 * 60 * 3];
        for (int i = 0; i < samples.length; i++) {
            int x = i / 3 % 90;
            int y = i / 3 / 90;
            samples[i] = (byte) (y < 12 ? 7 : y < 24 ? 2 * x : y < 36 ? 3 * y : y < 48 ? x + 2 * y : x * y);
        }
        PixelImage image = new PixelImage(90, 60, 3, samples);
        assertEquals(image, Png.decode(Png.encode(image, Map.of())));
    }

    @Test
    void textsRoundTripInOrder() throws Exception {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("zuletzt", "first\nsecond\n\nfourth");
        text.put("Description", "Müller & Söhne: 5 µm");
        text.put("parameters", "Стальная полоса 鋼帯 😀");
        text.put("windows", "a\r\nb\tc");
        text.put("empty", "");
        text.put("long", "0123456789 é".repeat(20_000));
        text.put("a", "after z");
        byte[] png = Png.encode(TestImages.noise(3, 3, 1, 1), text);
        assertEquals(
                new ArrayList<>(text.entrySet()),
                new ArrayList<>(Png.readText(png).entrySet()));
        String raw = new String(png, StandardCharsets.ISO_8859_1);
        assertTrue(raw.contains("tEXtDescription"), "Latin-1 goes where every reader looks");
        assertTrue(raw.contains("iTXtparameters"));
        assertTrue(raw.contains("iTXtwindows"), "tEXt may hold no control character but the line feed");
    }

    @Test
    void sameInputGivesSameBytes() {
        PixelImage image = TestImages.noise(40, 40, 3, 9);
        Map<String, String> text = Map.of("seed", "7");
        assertArrayEquals(Png.encode(image, text), Png.encode(image, text));
    }

    @Test
    void anotherReaderSeesTheTextToo() throws Exception {
        byte[] png = Png.encode(TestImages.noise(3, 3, 1, 1), Map.of("Comment", "für 1\n2"));
        var reader = ImageIO.getImageReadersByFormatName("png").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(png)));
        var root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
        var entry = (IIOMetadataNode) root.getElementsByTagName("tEXtEntry").item(0);
        assertEquals("Comment", entry.getAttribute("keyword"));
        assertEquals("für 1\n2", entry.getAttribute("value"));
    }

    @Test
    void readsCompressedTextsOfOtherWriters() throws Exception {
        byte[] png = withCompressedText("short ".repeat(100));
        assertEquals(Map.of("z", "short ".repeat(100), "i", "short ".repeat(100)), Png.readText(png));
    }

    @Test
    void refusesATextThatInflatesBeyondTheLimit() throws Exception {
        byte[] png = withCompressedText("a".repeat(Png.MAX_TEXT_BYTES + 1));
        assertTrue(png.length < 20_000);
        assertThrows(UnreadableImageException.class, () -> Png.readText(png));
    }

    private static byte[] withCompressedText(String value) throws Exception {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
        IIOMetadataNode compressed = new IIOMetadataNode("zTXt");
        IIOMetadataNode entry = new IIOMetadataNode("zTXtEntry");
        entry.setAttribute("keyword", "z");
        entry.setAttribute("compressionMethod", "deflate");
        entry.setAttribute("text", value);
        compressed.appendChild(entry);
        root.appendChild(compressed);
        IIOMetadataNode international = new IIOMetadataNode("iTXt");
        IIOMetadataNode other = new IIOMetadataNode("iTXtEntry");
        other.setAttribute("keyword", "i");
        other.setAttribute("compressionFlag", "TRUE");
        other.setAttribute("compressionMethod", "0");
        other.setAttribute("languageTag", "en");
        other.setAttribute("translatedKeyword", "i");
        other.setAttribute("text", value);
        international.appendChild(other);
        root.appendChild(international);
        metadata.mergeTree("javax_imageio_png_1.0", root);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(new IIOImage(image, null, metadata));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a ", "a  b", "a\nb", "ключ"})
    void refusesKeywordsThatPngCannotHold(String keyword) {
        PixelImage image = TestImages.noise(1, 1, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> Png.encode(image, Map.of(keyword, "x")));
        assertThrows(IllegalArgumentException.class, () -> Png.encode(image, Map.of("k".repeat(80), "x")));
    }

    @Test
    void refusesTextsThatPngCannotHold() {
        PixelImage image = TestImages.noise(1, 1, 1, 1);
        for (String text : List.of("a\0b", "\ud800", "x".repeat(Png.MAX_TEXT_BYTES + 1))) {
            assertThrows(IllegalArgumentException.class, () -> Png.encode(image, Map.of("k", text)));
        }
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i <= Png.MAX_TEXTS; i++) {
            many.put("k" + i, "");
        }
        assertThrows(IllegalArgumentException.class, () -> Png.encode(image, many));
    }

    @Test
    void refusesWhatIsNoWholePng() throws Exception {
        byte[] png = Png.encode(TestImages.noise(5, 5, 1, 1), Map.of("a", "b"));
        byte[] half = Arrays.copyOf(png, png.length / 2);
        assertThrows(UnreadableImageException.class, () -> Png.readText(half));
        assertThrows(UnreadableImageException.class, () -> Png.decode(half));
        byte[] jpeg = TestImages.encode(TestImages.smooth(8, 8, BufferedImage.TYPE_INT_RGB), "jpeg");
        assertThrows(UnreadableImageException.class, () -> Png.readText(jpeg));
        assertThrows(UnreadableImageException.class, () -> Png.decode(jpeg));
    }
}
