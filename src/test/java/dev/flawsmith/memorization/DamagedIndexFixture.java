package dev.flawsmith.memorization;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a sound index, to be damaged. */
abstract class DamagedIndexFixture {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path sound = Path.of("unset");

    @TempDir
    Path directory = Path.of("unset");

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

    void editDocument(Consumer<ObjectNode> edit) throws IOException {
        Path file = directory.resolve("index.json");
        JsonNode document = JSON.readTree(file.toFile());
        edit.accept((ObjectNode) document);
        JSON.writeValue(file.toFile(), document);
    }

    void assertRefused(String file, String part) {
        String message = assertThrows(IndexException.class, () -> TrainingIndex.read(directory))
                .toString();
        assertTrue(message.contains(file) && message.contains(part), message);
    }
}
