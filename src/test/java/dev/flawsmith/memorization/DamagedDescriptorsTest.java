package dev.flawsmith.memorization;

import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An index whose descriptors are not what its document says. */
class DamagedDescriptorsTest extends DamagedIndexFixture {
    @Test
    void oneFlippedBitOfADescriptorIsFound() throws IOException {
        Path file = directory.resolve("descriptors.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 3] ^= 1;
        Files.write(file, bytes);

        assertRefused("descriptors.safetensors", "expected sha256");
    }

    @Test
    void numbersThatAreNoneAreRefused() throws Exception {
        float[][] train = new float[5][256];
        train[3][17] = Float.NaN;
        replaceDescriptors(train, new float[3][256]);

        assertRefused("descriptors.safetensors", "expected finite numbers in train row 3, found NaN");
    }

    @ParameterizedTest
    @CsvSource({"5, 255, 3, 255", "6, 256, 3, 256", "5, 256, 2, 256", "5, 256, 3, 255"})
    void anotherShapeIsRefused(int train, int trainColumns, int holdout, int holdoutColumns) throws Exception {
        replaceDescriptors(new float[train][trainColumns], new float[holdout][holdoutColumns]);

        assertRefused("descriptors.safetensors", "of shape [");
    }

    @Test
    void aMissingMatrixIsRefused() throws Exception {
        replaceDescriptors(List.of(tensor("train", new float[5][256])));

        assertRefused("descriptors.safetensors", "expected a tensor holdout, found [train]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0400",
                "ffffffffffffff7f7b7d",
                "ffffffffffffffff7b7d",
                "02000000000000007b7b",
            })
    void aFileThatIsNoSafetensorsIsRefused(String hexadecimal) throws Exception {
        replaceDescriptors(HexFormat.of().parseHex(hexadecimal));

        assertRefused("descriptors.safetensors", "descriptors.safetensors: expected");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            F32 | F16
            [5,256] | [1280]
            [5,256] | [5,999]
            [5,256] | [-5,-256]
            [0,5120] | [0,51200]
            [0,5120] | [5120,0]
            [0,5120] | [-4,5116]
            """)
    void aHeaderThatDoesNotFitItsNumbersIsRefused(String sound, String damaged) throws Exception {
        replaceDescriptors(List.of(tensor("train", new float[5][256])));
        byte[] file = Files.readAllBytes(directory.resolve("descriptors.safetensors"));
        int headerLength = file[0];
        String header = new String(file, 8, headerLength, StandardCharsets.US_ASCII);
        byte[] edited = header.replace(sound, damaged).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[8 + edited.length + 5120];
        whole[0] = (byte) edited.length;
        System.arraycopy(edited, 0, whole, 8, edited.length);
        replaceDescriptors(whole);

        assertRefused("descriptors.safetensors", "expected");
    }

    private void replaceDescriptors(float[][] train, float[][] holdout) throws Exception {
        replaceDescriptors(List.of(tensor("train", train), tensor("holdout", holdout)));
    }

    private void replaceDescriptors(List<Tensor> tensors) throws Exception {
        Path file = directory.resolve("descriptors.safetensors");
        Safetensors.write(file, tensors, Map.of(), Safetensors.Precision.F32);
        replaceDescriptors(Files.readAllBytes(file));
    }

    private static Tensor tensor(String name, float[][] rows) {
        float[] values = new float[rows.length * rows[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return new Tensor(name, new long[] {rows.length, rows[0].length}, values);
    }

    private void replaceDescriptors(byte[] bytes) throws Exception {
        Files.write(directory.resolve("descriptors.safetensors"), bytes);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        editDocument(document -> document.put("descriptors_sha256", hash));
    }
}
