package dev.flawsmith.bench;

import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.math.NpyFile;
import dev.flawsmith.math.NpyWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A file of standard normal features, so that what is measured reads them as it would anybody's. The opener closes it. */
final class RandomFeatures implements AutoCloseable {
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
        try (NpyWriter writer = new NpyWriter(file, rows, columns)) {
            float[] row = new float[columns];
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    row[c] = (float) random.nextGaussian();
                }
                writer.write(row);
            }
        }
    }
}
