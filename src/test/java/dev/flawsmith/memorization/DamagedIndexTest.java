package dev.flawsmith.memorization;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An index whose document is missing, damaged or says what cannot be. */
class DamagedIndexTest extends DamagedIndexFixture {
    @ParameterizedTest
    @ValueSource(strings = {"index.json", "descriptors.safetensors"})
    void aMissingFileIsNamed(String file) throws IOException {
        Files.delete(directory.resolve(file));

        assertRefused(file, "found no such file");
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

    private void editPhoto(int row, Consumer<ObjectNode> edit) throws IOException {
        editDocument(document -> edit.accept((ObjectNode) document.get("photos").get(row)));
    }
}
