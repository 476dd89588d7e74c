package dev.flawsmith.math;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a NumPy array file of float32 row by row (NEP 1, version 1), what {@link NpyFile} reads. Not thread-safe. */
public final class NpyWriter implements AutoCloseable {
    private static final int PREFIX = 10;
    private static final int ALIGNMENT = 64;

    private final OutputStream out;
    private final int columns;

    /**
     * Opens a file and writes its header.
     *
     * @param rows how many will be written
     * @param columns numbers a row
     * @throws IOException if the file cannot be written
     */
    public NpyWriter(Path path, int rows, int columns) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
        this.columns = columns;
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

    /** Writes the next row, {@code [columns]}. */
    public void write(float[] row) throws IOException {
        if (row.length != columns) {
            throw new IllegalStateException("expected a feature of " + columns + " numbers, found " + row.length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(row);
        out.write(bytes.array());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
