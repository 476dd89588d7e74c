package dev.flawsmith.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The three textual chunks of a PNG (PNG specification, section 11.3.3). */
record PngText(String keyword, String text) {
    private static final String TEXT = "tEXt";
    private static final String COMPRESSED = "zTXt";
    private static final String INTERNATIONAL = "iTXt";

    /** A tEXt chunk can carry printable Latin-1 and line feeds; everything else goes into iTXt. */
    String chunkType() {
        return text.chars().allMatch(c -> c == '\n' || (c >= 32 && c < 127) || (c >= 160 && c < 256))
                ? TEXT
                : INTERNATIONAL;
    }

    byte[] chunkData() {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
        data.write(0);
        if (chunkType().equals(TEXT)) {
            data.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            data.writeBytes(new byte[4]); // not compressed, method 0, no language, no translated keyword
            data.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
        return data.toByteArray();
    }

    static boolean isText(String chunkType) {
        return chunkType.equals(TEXT) || chunkType.equals(COMPRESSED) || chunkType.equals(INTERNATIONAL);
    }

    /**
     * Reads a textual chunk.
     *
     * @throws DataFormatException if it is malformed or its text is longer than {@code maxBytes}
     */
    static PngText read(byte[] png, PngChunks.Chunk chunk, int maxBytes) throws DataFormatException {
        int end = chunk.start() + chunk.length();
        int separator = zero(png, chunk.start(), end);
        String keyword = latin1(png, chunk.start(), separator);
        int at = separator + 1;
        if (chunk.type().equals(TEXT)) {
            requireAtMost(maxBytes, end - at);
            return new PngText(keyword, latin1(png, at, end));
        }
        if (chunk.type().equals(COMPRESSED)) {
            byte[] text = inflate(png, at + 1, end, maxBytes);
            return new PngText(keyword, new String(text, StandardCharsets.ISO_8859_1));
        }
        boolean compressed = at < end && png[at] == 1;
        int language = zero(png, Math.min(at + 2, end), end);
        int start = zero(png, language + 1, end) + 1;
        if (!compressed) {
            requireAtMost(maxBytes, end - start);
        }
        byte[] text = compressed ? inflate(png, start, end, maxBytes) : Arrays.copyOfRange(png, start, end);
        return new PngText(keyword, new String(text, StandardCharsets.UTF_8));
    }

    private static String latin1(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static int zero(byte[] bytes, int from, int end) throws DataFormatException {
        for (int i = from; i < end; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        throw new DataFormatException("expected a text chunk's separator, found the chunk's end");
    }

    private static void requireAtMost(int maxBytes, int length) throws DataFormatException {
        if (length > maxBytes) {
            throw new DataFormatException("expected at most " + maxBytes + " bytes of text, found " + length);
        }
    }

    /** Stops one byte past the limit: a small chunk can inflate to a thousand times its size. */
    private static byte[] inflate(byte[] bytes, int from, int end, int maxBytes) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, Math.min(from, end), Math.max(0, end - from));
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && !inflater.finished()) {
                    throw new DataFormatException("expected compressed text to its end, found it cut off");
                }
                text.write(buffer, 0, count);
                requireAtMost(maxBytes, text.size());
            }
            return text.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
