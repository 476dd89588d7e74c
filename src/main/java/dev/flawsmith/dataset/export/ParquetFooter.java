package dev.flawsmith.dataset.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Writes the footer of a Parquet file anew with the encodings of every column in ascending order. Parquet's writer keeps them in
 * a hash set of objects without a hash of their own, so their order is another one in every process.
 */
final class ParquetFooter {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private ParquetFooter() {}

    /** Changes a finished file: its data, then its footer, the footer's length (int32) and {@code PAR1}. */
    static void settle(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long lengthAt = channel.size() - Integer.BYTES - MAGIC.length;
            int length = read(channel, lengthAt, Integer.BYTES).getInt();
            long footerAt = lengthAt - length;
            FileMetaData footer = Util.readFileMetaData(
                    new ByteArrayInputStream(read(channel, footerAt, length).array()));
            for (RowGroup group : footer.getRow_groups()) {
                for (ColumnChunk column : group.getColumns()) {
                    column.getMeta_data().getEncodings().sort(Comparator.comparingInt(Encoding::getValue));
                }
            }
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            Util.writeFileMetaData(footer, written);
            ByteBuffer end = ByteBuffer.allocate(written.size() + Integer.BYTES + MAGIC.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(written.toByteArray())
                    .putInt(written.size())
                    .put(MAGIC)
                    .flip();
            channel.truncate(footerAt);
            channel.position(footerAt);
            while (end.hasRemaining()) {
                channel.write(end);
            }
        }
    }

    private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("expected a footer of " + bytes + " bytes at " + at);
            }
        }
        return buffer.flip();
    }
}
