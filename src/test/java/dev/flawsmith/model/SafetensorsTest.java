package dev.flawsmith.model;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    private Path folder;

    @Test
    void readsBackWhatItWroteInFullPrecision() throws IOException {
        Path file = folder.resolve("a.safetensors");
        float[] values = {0, -1.5f, Float.MIN_VALUE, 3.4e38f, 1 / 3f, -0f};
        Safetensors.write(
                file,
                List.of(
                        new Tensor("w", new long[] {2, 3}, values),
                        new Tensor("b", new long[] {1}, new float[] {7}),
                        new Tensor("scalar", new long[0], new float[] {9})),
                Map.of("format", "test"),
                Safetensors.Precision.F32);

        Safetensors.Contents contents = Safetensors.read(file);

        assertArrayEquals(values, contents.tensor("w").values());
        assertArrayEquals(new long[] {2, 3}, contents.tensor("w").shape());
        assertArrayEquals(new long[0], contents.tensor("scalar").shape());
        assertEquals(
                List.of("w", "b", "scalar"),
                contents.tensors().stream().map(Tensor::name).toList());
        assertEquals(Map.of("format", "test"), contents.metadata());
    }

    @Test
    void storesHalfPrecisionWithinItsRounding() throws IOException {
        Path file = folder.resolve("half.safetensors");
        float[] values = {0.1f, -2.71828f, 65504f, 1e-7f};
        Safetensors.write(file, List.of(new Tensor("w", new long[] {4}, values)), Map.of(), Safetensors.Precision.F16);

        float[] read = Safetensors.read(file).tensor("w").values();

        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], read[i], Math.max(Math.abs(values[i]) * 0x1p-11, 0x1p-25));
        }
    }

    /** The layout that the format's own description gives: length, header, raw values. */
    @Test
    void readsAFileWrittenByHand() throws IOException {
        byte[] header =
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}".getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header).putFloat(1.25f).putFloat(-8);
        Path file = Files.write(folder.resolve("hand.safetensors"), bytes.array());

        assertArrayEquals(
                new float[] {1.25f, -8}, Safetensors.read(file).tensor("x").values());
    }

    @Test
    void refusesATruncatedFileByName() throws IOException {
        Path file = folder.resolve("cut.safetensors");
        Safetensors.write(
                file, List.of(new Tensor("w", new long[] {4}, new float[4])), Map.of(), Safetensors.Precision.F32);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {3, 20, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            IOException e = assertThrows(IOException.class, () -> Safetensors.read(file));
            assertTrue(String.valueOf(e.getMessage()).contains("cut.safetensors"));
        }
    }

    @Test
    void refusesOtherValueTypes() throws IOException {
        byte[] header =
                "{\"x\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}".getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header).putLong(1);
        Path file = Files.write(folder.resolve("long.safetensors"), bytes.array());

        IOException e = assertThrows(IOException.class, () -> Safetensors.read(file));

        assertTrue(String.valueOf(e.getMessage()).contains("I64"));
    }

    @Test
    void namesTheTensorThatIsMissing() throws IOException {
        Path file = folder.resolve("a.safetensors");
        Safetensors.write(
                file, List.of(new Tensor("w", new long[] {1}, new float[1])), Map.of(), Safetensors.Precision.F32);
        Safetensors.Contents contents = Safetensors.read(file);
        assertThrows(IllegalArgumentException.class, () -> contents.tensor("v"));
    }
}
