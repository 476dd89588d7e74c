package dev.flawsmith.evaluation.features;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** Writes a NumPy array file of float32 row by row (NEP 1, version 1), hashing what it writes. */
final class NpyWriter implements AutoCloseable {
    private static final int PREFIX = 10;
    private static final int ALIGNMENT = 64;

    private final MessageDigest digest = ContentHash.digest();
    private final OutputStream out;
    private final int columns;

    NpyWriter(Path path, int rows, int columns) throws IOException {
        this.columns = columns;
        out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(path), 1 << 16), digest);
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
        int length = (PREFIX + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - PREFIX;
        ByteBuffer header = ByteBuffer.allocate(PREFIX + length).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) length);
        header.put(text.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        header.put((byte) '\n');
        out.write(header.array());
    }

    void write(float[] row) throws IOException {
        if (row.length != columns) {
            throw new IllegalStateException("expected a feature of " + columns + " numbers, found " + row.length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(row);
        out.write(bytes.array());
    }

    /** Of all that was written; call once, after {@link #close()}. */
    String sha256() {
        return ContentHash.hex(digest);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
