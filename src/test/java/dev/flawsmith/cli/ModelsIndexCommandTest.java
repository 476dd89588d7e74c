package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.PhotoSet;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.memorization.Calibration;
import dev.flawsmith.memorization.IndexEntry;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package is indexed by pixels and by the bundled encoder when it is trained, and again when it is asked for. */
class ModelsIndexCommandTest {
    @TempDir
    static Path shared;

    private static Path photos = Path.of(".");
    private static Path trained = Path.of(".");

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainAToyModel() {
        photos = shared.resolve("photos");
        CommandLine.photos(photos, 12, "scratch", "patch");
        trained = shared.resolve("toy");
        CommandLine.Outcome outcome = CommandLine.run(
                "train", "--data", photos, "--out", trained, "--images", 8, "--batch", 8, "--size", 16, "--json");
        assertEquals(Main.OK, outcome.code(), outcome.err());
    }

    @Test
    void theGuardComparesByBothAndFindsACopy() throws IOException {
        Guard guard = PackagedModel.guard(ModelPackage.open(trained));
        assertTrue(guard.describe().contains("by pixel-32"), guard.describe());
        assertTrue(guard.describe().contains("by encoder-surface/clean/1/"), guard.describe());
        TrainingIndex index = TrainingIndex.read(trained.resolve(ModelPackage.INDEX));
        IndexEntry copied = index.train().get(3);
        PhotoSet set = PhotoSet.load(
                ImageFolder.open(photos, DecodeLimits.DEFAULT),
                file -> file.name().equals(copied.file()),
                16,
                1,
                DecodeLimits.DEFAULT);
        Verdict.TooClose found = assertInstanceOf(
                Verdict.TooClose.class, guard.inspect(set.photos().get(0).image()));
        assertEquals(copied.file(), found.nearest());
        assertEquals(0, found.distance());
        assertEquals(2.0 / (index.holdout().size() + 1), found.p()); // the smaller of two
    }

    @Test
    void showTellsWhatEveryDescriptorIsCalibratedAt() throws IOException {
        List<TrainingIndex> indexes = TrainingIndexes.read(trained.resolve(ModelPackage.INDEX));
        JsonNode calibration =
                CommandLine.run("models", "show", trained, "--json").json().path("calibration");
        JsonNode descriptors = calibration.path("descriptors");
        assertEquals(2, descriptors.size());
        for (int i = 0; i < 2; i++) {
            JsonNode shown = descriptors.path(i);
            Calibration expected = indexes.get(i).calibration();
            assertEquals(indexes.get(i).descriptorId(), shown.path("id").asText());
            assertEquals(expected.holdout(), shown.path("holdout").asInt());
            assertEquals(expected.threshold(), shown.path("threshold").asDouble());
            assertEquals(expected.level(), shown.path("level").asDouble());
            assertEquals(
                    expected.falseAlarmBound(), shown.path("false_alarm_bound").asDouble());
            assertEquals(
                    expected.verbatimDistance(), shown.path("verbatim_distance").asDouble());
            assertEquals(expected.describe(), shown.path("description").asText());
        }
        assertNotEquals(
                descriptors.path(0).path("threshold"), descriptors.path(1).path("threshold"));
        for (String field : List.of("holdout", "threshold", "level", "false_alarm_bound", "confidence")) {
            assertEquals(descriptors.path(0).path(field), calibration.path(field), field); // the first's, as ever
        }
        assertTrue(calibration.has("engines"));
    }

    @Test
    void thePhotosGiveTheSameIndexAgain() throws IOException {
        Path model = withoutTheEncodersIndex();
        CommandLine.Outcome outcome = CommandLine.run("models", "index", model, "--data", photos, "--json");
        assertEquals(Main.OK, outcome.code(), outcome.err());
        assertTrue(outcome.json().path("guard").asText().contains("by encoder-surface"), outcome.out());
        for (String file : List.of(
                "index/index.json",
                "index/descriptors.safetensors",
                "index/encoder-surface/index.json",
                "index/encoder-surface/descriptors.safetensors")) {
            assertArrayEquals(Files.readAllBytes(trained.resolve(file)), Files.readAllBytes(model.resolve(file)), file);
        }
        assertEquals(Main.OK, CommandLine.run("models", "verify", model).code());
    }

    @Test
    void aPhotoThatIsMissingIsNamedAndNothingIsWritten() throws IOException {
        Path model = withoutTheEncodersIndex();
        String name = TrainingIndex.read(model.resolve(ModelPackage.INDEX))
                .holdout()
                .get(0)
                .file();
        Path fewer = folder.resolve("fewer");
        copy(photos, fewer);
        Files.delete(fewer.resolve(name));
        CommandLine.Outcome outcome = CommandLine.run("models", "index", model, "--data", fewer);
        assertEquals(Main.BAD_INPUT, outcome.code());
        assertTrue(outcome.err().contains("found 1 missing or changed in " + fewer + ": " + name), outcome.err());
        assertTrue(Files.notExists(model.resolve("index/encoder-surface")));
    }

    @Test
    void aPackageWhoseEncoderIsNotThereIsNotOpened() throws IOException {
        Path model = folder.resolve("model");
        copy(trained, model);
        Files.move(model.resolve("index/encoder-surface"), model.resolve("index/encoder-lost"));
        ModelPackage sealed =
                ModelPackage.seal(model, ModelPackage.open(trained).manifest());
        String message = String.valueOf(assertThrows(ModelPackageException.class, () -> PackagedModel.guard(sealed))
                .getMessage());
        assertTrue(message.contains("could not be compared with its training photos"), message);
        assertTrue(message.contains("found encoder-lost"), message);
    }

    private Path withoutTheEncodersIndex() throws IOException {
        Path model = folder.resolve("model");
        copy(trained, model);
        remove(model.resolve("index/encoder-surface"));
        ModelPackage.seal(model, ModelPackage.open(trained).manifest());
        return model;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
