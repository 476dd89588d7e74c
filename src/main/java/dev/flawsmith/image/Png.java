package dev.flawsmith.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;

/**
 * PNG with text beside the pixels. The same image and text give the same bytes in every run of one Java version. Text of
 * printable Latin-1 goes into {@code tEXt} chunks, any other into {@code iTXt} (UTF-8), in the map's order and before the
 * pixels.
 */
public final class Png {
    /** The most text entries that are written or read. */
    public static final int MAX_TEXTS = 64;

    /** The longest text, in encoded bytes, that is written or read. */
    public static final int MAX_TEXT_BYTES = 1 << 20;

    private static final int GREY = 0;
    private static final int RGB = 2;

    private Png() {}

    /**
     * Encodes an image as 8-bit grey or RGB.
     *
     * @param text keyword to text; a keyword is 1 to 79 printable Latin-1 characters, without spaces at its ends or two
     *     in a row; a text is any Unicode without NUL, at most {@link #MAX_TEXT_BYTES}
     * @throws IllegalArgumentException if a keyword or text cannot be written, or there are more than {@link #MAX_TEXTS}
     */
    public static byte[] encode(PixelImage image, Map<String, String> text) {
        if (text.size() > MAX_TEXTS) {
            throw new IllegalArgumentException("expected at most " + MAX_TEXTS + " texts, found " + text.size());
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(PngChunks.SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(image.width())
                .putInt(image.height())
                .put((byte) 8)
                .put((byte) (image.channels() == 1 ? GREY : RGB))
                .array();
        writeChunk(png, "IHDR", header);
        text.forEach((keyword, value) -> writeText(png, keyword, value));
        writeChunk(png, "IDAT", PngRows.compress(image));
        writeChunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    /**
     * Decodes a PNG within {@link DecodeLimits#DEFAULT}.
     *
     * @throws UnreadableImageException if the bytes are not a whole PNG within the limits
     */
    public static PixelImage decode(byte[] png) throws UnreadableImageException {
        requirePng(png);
        return ImageDecoder.decode(png, "PNG", DecodeLimits.DEFAULT);
    }

    /**
     * Reads every text, compressed ones too, in file order; of a keyword that comes twice the first.
     *
     * @throws UnreadableImageException if the bytes are not a whole PNG, or its texts are malformed, longer than
     *     {@link #MAX_TEXT_BYTES} or more than {@link #MAX_TEXTS}
     */
    public static Map<String, String> readText(byte[] png) throws UnreadableImageException {
        requirePng(png);
        PngChunks file = PngChunks.of(png);
        if (file.flaw() != null) {
            throw new UnreadableImageException("PNG", "a whole image", file.flaw(), null);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (PngChunks.Chunk chunk : file.chunks()) {
            if (!PngText.isText(chunk.type())) {
                continue;
            }
            try {
                PngText entry = PngText.read(png, chunk, MAX_TEXT_BYTES);
                texts.putIfAbsent(entry.keyword(), entry.text());
            } catch (DataFormatException e) {
                throw new UnreadableImageException("PNG", "readable text chunks", String.valueOf(e.getMessage()), e);
            }
            if (texts.size() > MAX_TEXTS) {
                throw new UnreadableImageException("PNG", "at most " + MAX_TEXTS + " texts", "more", null);
            }
        }
        return Collections.unmodifiableMap(texts);
    }

    private static void requirePng(byte[] bytes) throws UnreadableImageException {
        if (ImageFormat.of(bytes).filter(ImageFormat.PNG::equals).isEmpty()) {
            throw new UnreadableImageException("PNG", "a PNG signature", "other content", null);
        }
    }

    private static void writeText(ByteArrayOutputStream png, String keyword, String text) {
        boolean printable = keyword.chars().allMatch(c -> (c >= 32 && c < 127) || (c >= 161 && c < 256));
        boolean spaced = !keyword.equals(keyword.strip()) || keyword.contains("  ");
        if (keyword.isEmpty() || keyword.length() > 79 || !printable || spaced) {
            throw new IllegalArgumentException(
                    "expected a keyword of 1 to 79 printable Latin-1 characters, found \"" + keyword + "\"");
        }
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                    "expected Unicode text without NUL for \"" + keyword + "\", found NUL or half a surrogate pair");
        }
        PngText entry = new PngText(keyword, text);
        byte[] data = entry.chunkData();
        int length = data.length - keyword.length() - 1;
        if (length > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException(
                    "expected at most " + MAX_TEXT_BYTES + " bytes of text for \"" + keyword + "\", found " + length);
        }
        writeChunk(png, entry.chunkType(), data);
    }

    private static void writeChunk(ByteArrayOutputStream png, String type, byte[] data) {
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
