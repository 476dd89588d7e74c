package dev.flawsmith.bench;

import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.math.NpyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** A file of standard normal features, so that what is measured reads them as it would anybody's. The opener closes it. */
final class RandomFeatures implements AutoCloseable {
    private static final int HEADER = 128;

    private final Path file;
    private final NpyFile rows;

    RandomFeatures(int rows, int columns, long seed) {
        try {
            file = Files.createTempFile("features", ".npy");
            try {
                write(file, rows, columns, new SplittableRandom(seed));
                this.rows = NpyFile.open(file);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FeatureRows rows() {
        return rows;
    }

    @Override
    public void close() {
        rows.close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, int rows, int columns, SplittableRandom random) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
            ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            header.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) (HEADER - 10));
            header.put(text.getBytes(StandardCharsets.US_ASCII));
            while (header.position() < HEADER - 1) {
                header.put((byte) ' ');
            }
            channel.write(header.put((byte) '\n').flip());
            ByteBuffer row = ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int r = 0; r < rows; r++) {
                row.clear();
                for (int c = 0; c < columns; c++) {
                    row.putFloat((float) random.nextGaussian());
                }
                channel.write(row.flip());
            }
        }
    }
}
