package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.memorization.RandomTexture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Sets for audits in a folder of their own, and the command over them. */
final class AuditFixture {
    static final Set<String> VERDICTS = Set.of("copies_found", "leakage", "none_found", "inconclusive");

    static final int TRAIN = 60;
    static final int HOLDOUT = 30;
    static final int SYNTHETIC = 40;
    static final int COLUMNS = 8;

    private final Path folder;

    AuditFixture(Path folder) {
        this.folder = folder;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** Textures of the seeds from {@code seed} on, {@code name/<n>.png} in the order of their numbers. */
    Path textures(String name, int count, long seed) throws IOException {
        Path directory = Files.createDirectories(path(name));
        for (int i = 0; i < count; i++) {
            image(name, String.format("%03d", i), RandomTexture.of(seed + i));
        }
        return directory;
    }

    Path train() throws IOException {
        return textures("train", TRAIN, 1000);
    }

    Path holdout() throws IOException {
        return textures("holdout", HOLDOUT, 2000);
    }

    Path synthetic() throws IOException {
        return textures("synthetic", SYNTHETIC, 3000);
    }

    void image(String directory, String name, PixelImage image) throws IOException {
        Files.write(path(directory).resolve(name + ".png"), Png.encode(image, Map.of()));
    }

    static PixelImage constant(int grey) {
        byte[] samples = new byte[64 * 64];
        Arrays.fill(samples, (byte) grey);
        return new PixelImage(64, 64, 1, samples);
    }

    static float[][] gaussians(int rows, int columns, long seed) {
        Random random = new Random(seed);
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return values;
    }

    Path array(String name, float[][] rows) throws IOException {
        String header =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows.length + ", " + rows[0].length + "), }\n";
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + rows.length * rows[0].length * 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII));
        for (float[] row : rows) {
            for (float value : row) {
                bytes.putFloat(value);
            }
        }
        return Files.write(path(name), bytes.array());
    }

    Path trainArray() throws IOException {
        return array("train.npy", gaussians(TRAIN, COLUMNS, 1));
    }

    Path holdoutArray() throws IOException {
        return array("holdout.npy", gaussians(HOLDOUT, COLUMNS, 2));
    }

    Path syntheticArray() throws IOException {
        return array("synthetic.npy", gaussians(SYNTHETIC, COLUMNS, 3));
    }

    static CommandLine.Outcome audit(Path train, Path holdout, Path synthetic, Object... more) {
        Object[] words = {"audit", "--train", train, "--holdout", holdout, "--synthetic", synthetic};
        return run(words, more);
    }

    static CommandLine.Outcome selfTest(Path train, Path holdout, Object... more) {
        Object[] words = {"audit", "--self-test", "--train", train, "--holdout", holdout};
        return run(words, more);
    }

    private static CommandLine.Outcome run(Object[] words, Object... more) {
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return CommandLine.run(all);
    }

    static void worked(CommandLine.Outcome outcome) {
        assertEquals(Main.OK, outcome.code(), outcome.err());
    }

    /** Exit 2, a message with these parts, and no stack trace. */
    static void refused(CommandLine.Outcome outcome, String... parts) {
        assertEquals(Main.BAD_INPUT, outcome.code(), outcome.out() + outcome.err());
        says(outcome, parts);
        assertFalse(outcome.err().contains("\tat "), outcome.err());
    }

    /** These parts on standard error. */
    static void says(CommandLine.Outcome outcome, String... parts) {
        for (String part : parts) {
            assertTrue(outcome.err().contains(part), "expected '" + part + "' in: " + outcome.err());
        }
    }
}
