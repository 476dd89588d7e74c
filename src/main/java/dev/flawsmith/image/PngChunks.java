package dev.flawsmith.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a PNG (PNG specification, section 5).
 *
 * @param chunks those that are whole, up to IEND
 * @param flaw why the walk ended before IEND, in words; null if the file is whole
 */
record PngChunks(List<Chunk> chunks, @Nullable String flaw) {
    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /** Bytes of a chunk around its data: length, type, checksum. */
    private static final int FRAME = 12;

    record Chunk(String type, int start, int length) {}

    /** Walks a file that begins with the signature. */
    static PngChunks of(byte[] png) {
        ByteBuffer buffer = ByteBuffer.wrap(png);
        List<Chunk> chunks = new ArrayList<>();
        int position = SIGNATURE.length;
        while (png.length - position >= FRAME) {
            long length = buffer.getInt(position) & 0xffffffffL;
            if (length > png.length - position - FRAME) {
                break;
            }
            int data = position + 8;
            CRC32 crc = new CRC32();
            crc.update(png, position + 4, (int) length + 4);
            if ((int) crc.getValue() != buffer.getInt(data + (int) length)) {
                return new PngChunks(chunks, "a damaged PNG (checksum of the chunk at byte " + position + ")");
            }
            String type = new String(png, position + 4, 4, StandardCharsets.ISO_8859_1);
            chunks.add(new Chunk(type, data, (int) length));
            if (type.equals("IEND")) {
                return new PngChunks(chunks, null);
            }
            position = data + (int) length + 4;
        }
        return new PngChunks(chunks, "a truncated PNG (it ends at byte " + png.length + " without IEND)");
    }
}
