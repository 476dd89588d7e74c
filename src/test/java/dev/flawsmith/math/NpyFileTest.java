package dev.flawsmith.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpyFileTest {
    @TempDir
    Path folder;

    @Test
    void readsFloat32InBlocks() throws IOException {
        try (NpyFile file = NpyFile.open(write("<f4", "False", "3, 2", 1, 2, 3, 4, 5, 6))) {
            assertEquals(3, file.rows());
            assertEquals(2, file.columns());
            assertArrayEquals(new float[] {3, 4, 5, 6}, file.block(1, 2));
            assertArrayEquals(
                    new float[] {5, 6, 1, 2}, file.select(new int[] {2, 0}).block(0, 2));
        }
    }

    @Test
    void readsFloat64() throws IOException {
        try (NpyFile file = NpyFile.open(write("<f8", "False", "1, 3", 0.5, -2, 1e-3))) {
            assertArrayEquals(new float[] {0.5f, -2, 1e-3f}, file.row(0));
        }
    }

    @Test
    void namesTheRowAndColumnOfWhatIsNotFinite() throws IOException {
        try (NpyFile file = NpyFile.open(write("<f4", "False", "2, 2", 1, 2, 3, Double.NaN))) {
            assertMessage("found NaN in row 1, column 1", () -> file.block(0, 2));
        }
        try (NpyFile file = NpyFile.open(write("<f8", "False", "1, 1", 1e300))) {
            assertMessage("found Infinity in row 0, column 0", () -> file.row(0));
        }
    }

    @Test
    void refusesWhatItCannotRead() throws IOException {
        refused("expected C order", write("<f4", "True", "1, 1", 1));
        refused("found '<i8'", write("<i8", "False", "1, 1", 1));
        refused("found '>f4'", write(">f4", "False", "1, 1", 1));
        refused("expected two dimensions, (images, features), found (3,)", write("<f4", "False", "3,", 1, 2, 3));
        refused("found (0, 4)", write("<f4", "False", "0, 4"));
        refused("expected 148 bytes for the shape (5, 1), found 140 bytes", write("<f4", "False", "5, 1", 1, 2, 3));
        Path text = folder.resolve("text.npy");
        Files.writeString(text, "this is not an array at all");
        refused("expected a NumPy array file", text);
        Path shortFile = folder.resolve("short.npy");
        Files.write(shortFile, new byte[] {(byte) 0x93, 'N', 'U'});
        refused("found the end of the file after 3 bytes", shortFile);
        refused("expected a NumPy array file that can be read", folder.resolve("missing.npy"));
    }

    private static void refused(String message, Path path) {
        assertMessage(message, () -> NpyFile.open(path).close());
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message =
                String.valueOf(assertThrows(FeatureException.class, call).getMessage());
        assertTrue(message.contains(part), message);
    }

    private Path write(String descr, String fortran, String shape, double... values) throws IOException {
        String dictionary = "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': (" + shape + "), }";
        int padded = 128 - 10;
        byte[] header =
                (dictionary + " ".repeat(padded - dictionary.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
        boolean wide = descr.endsWith("8");
        ByteBuffer bytes =
                ByteBuffer.allocate(128 + values.length * (wide ? 8 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) padded);
        bytes.put(header);
        for (double value : values) {
            if (wide) {
                bytes.putDouble(value);
            } else {
                bytes.putFloat((float) value);
            }
        }
        return Files.write(Files.createTempFile(folder, "array", ".npy"), bytes.array());
    }
}
