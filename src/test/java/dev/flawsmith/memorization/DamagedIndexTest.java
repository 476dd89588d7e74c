package dev.flawsmith.memorization;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedIndexTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path sound = Path.of("unset");

    @TempDir
    private Path directory = Path.of("unset");

    @BeforeAll
    static void writeASoundIndex() throws IOException {
        List<IndexedPhoto> photos = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            photos.add(new IndexedPhoto(i + ".png", "c", i >= 5, "0".repeat(64), RandomTexture.of(i)));
        }
        TrainingIndex.build(photos, new PixelDescriptor()).write(sound);
        assertDoesNotThrow(() -> TrainingIndex.read(sound));
    }

    @BeforeEach
    void copyIt() throws IOException {
        for (String file : List.of("index.json", "descriptors.safetensors")) {
            Files.copy(sound.resolve(file), directory.resolve(file));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.json", "descriptors.safetensors"})
    void aMissingFileIsNamed(String file) throws IOException {
        Files.delete(directory.resolve(file));

        assertRefused(file, "found no such file");
    }

    @Test
    void oneFlippedBitOfADescriptorIsFound() throws IOException {
        Path file = directory.resolve("descriptors.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 3] ^= 1;
        Files.write(file, bytes);

        assertRefused("descriptors.safetensors", "expected sha256");
    }

    @Test
    void aTruncatedDocumentIsRefused() throws IOException {
        Path file = directory.resolve("index.json");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() / 2));

        assertRefused("index.json", "expected an index document");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "{}", "\u0000"})
    void anotherDocumentIsRefused(String text) throws IOException {
        Files.writeString(directory.resolve("index.json"), text);

        assertRefused("index.json", "expected an index document");
    }

    @ParameterizedTest
    @ValueSource(strings = {"format_version", "descriptor", "dimension", "descriptors_sha256", "calibration", "photos"})
    void aMissingOrNullFieldIsRefused(String field) throws IOException {
        editDocument(document -> document.remove(field));
        assertRefused("index.json", "expected an index document");

        editDocument(document -> document.putNull(field));
        assertRefused("index.json", "expected an index document");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "class", "split", "sha256"})
    void aMissingFieldOfAPhotoIsRefused(String field) throws IOException {
        editPhoto(6, photo -> photo.putNull(field));

        assertRefused("index.json", "expected an index document");
    }

    @Test
    void anotherFormatOrDescriptorIsRefused() throws IOException {
        editDocument(document -> document.put("format_version", 3));
        assertRefused("index.json", "expected format version 1 or 2, found 3");

        editDocument(document -> document.put("format_version", 2).put("descriptor", "pixel-16/1"));
        assertRefused("index.json", "expected descriptor " + PixelDescriptor.ID + ", found pixel-16/1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, -8})
    void anotherNumberOfViewsIsRefused(int views) throws IOException {
        editDocument(document -> document.put("views", views));
        assertRefused("index.json", "expected views of 1 or 8, found " + views);
    }

    @Test
    void viewsThatTheDescriptorsOrTheFormatLackAreRefused() throws IOException {
        editDocument(document -> document.put("views", 8));
        assertRefused("descriptors.safetensors", "train of shape [40, 256], found [5, 256]");

        editDocument(document -> document.put("format_version", 1).put("views", 1));
        assertRefused("index.json", "expected no views in format version 1, found 1");

        editDocument(document -> document.put("format_version", 2).remove("views"));
        assertRefused("index.json", "expected views of 1 or 8, found null");
    }

    @Test
    void countsThatDisagreeAreRefused() throws IOException {
        editDocument(document -> ((ArrayNode) document.get("photos")).remove(7));
        assertRefused("descriptors.safetensors", "holdout of shape [2, 256], found [3, 256]");
    }

    @Test
    void anIndexWithoutHoldoutIsRefused() throws IOException {
        editDocument(document -> {
            ArrayNode photos = (ArrayNode) document.get("photos");
            while (photos.size() > 5) {
                photos.remove(5);
            }
        });

        assertRefused("index.json", "expected at least 1 holdout photo, found 0");
    }

    @Test
    void anIndexOfOneTrainingPhotoIsRefused() throws IOException {
        editDocument(document -> {
            ArrayNode photos = (ArrayNode) document.get("photos");
            while (photos.size() > 4) {
                photos.remove(0);
            }
        });

        assertRefused("index.json", "expected at least 2 training photos, found 1");
    }

    @Test
    void anotherSplitOrAHoldoutPhotoWithoutScoreIsRefused() throws IOException {
        editPhoto(0, photo -> photo.put("split", "test"));
        assertRefused("index.json", "expected split train, or holdout with a score, found test for 0.png");

        editPhoto(0, photo -> photo.put("split", "train"));
        editPhoto(7, photo -> photo.remove("score"));
        assertRefused("index.json", "found holdout for 7.png");
    }

    @ParameterizedTest
    @CsvSource({"score, 1.5", "score, -0.1", "distance, -1", "nearest, -1", "nearest, 5"})
    void aScoreOutOfRangeIsRefused(String field, double value) throws IOException {
        editPhoto(6, photo -> {
            ObjectNode score = (ObjectNode) photo.get("score");
            if (field.equals("nearest")) {
                score.put(field, (int) value);
            } else {
                score.put(field, value);
            }
        });

        assertRefused("index.json", "expected");
    }

    @Test
    void aCalibrationThatDoesNotFollowFromTheScoresIsRefused() throws IOException {
        editDocument(document -> ((ObjectNode) document.get("calibration")).put("threshold", 0.0001));
        assertRefused("index.json", "the calibration of its holdout scores");
    }

    @Test
    void aScoreChangedBehindTheCalibrationsBackIsRefused() throws IOException {
        for (int i = 5; i < 8; i++) {
            editPhoto(i, photo -> ((ObjectNode) photo.get("score")).put("score", 0.0001));
        }

        assertRefused("index.json", "the calibration of its holdout scores");
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

    private void editPhoto(int row, Consumer<ObjectNode> edit) throws IOException {
        editDocument(document -> edit.accept((ObjectNode) document.get("photos").get(row)));
    }

    private void editDocument(Consumer<ObjectNode> edit) throws IOException {
        Path file = directory.resolve("index.json");
        JsonNode document = JSON.readTree(file.toFile());
        edit.accept((ObjectNode) document);
        JSON.writeValue(file.toFile(), document);
    }

    private void assertRefused(String file, String part) {
        String message = assertThrows(IndexException.class, () -> TrainingIndex.read(directory))
                .toString();
        assertTrue(message.contains(file) && message.contains(part), message);
    }
}
