package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train} from other models and into folders that hold one, and what it refuses. */
class TrainCommandTest {
    @TempDir
    static Path shared;

    private static Path model = Path.of(".");

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainAToyModel() {
        model = ToyModel.train(shared);
    }

    @Test
    void trainingGoesOnFromAnotherModelsWeights() throws IOException {
        Path next = folder.resolve("next");
        CommandLine.Outcome trained = CommandLine.run(
                "train",
                "--data",
                shared.resolve("photos"),
                "--out",
                next,
                "--images",
                16,
                "--batch",
                8,
                "--size",
                16,
                "--init",
                model);
        assertEquals(Main.OK, trained.code(), trained.err());
        JsonNode card = CommandLine.run("models", "show", next, "--json").json();
        assertEquals("toy", card.at("/training/started_from/name").asText());
        assertEquals(64, card.at("/training/started_from/images").asLong());

        CommandLine.Outcome other = CommandLine.run(
                "train",
                "--data",
                shared.resolve("photos"),
                "--out",
                folder.resolve("x"),
                "--images",
                16,
                "--size",
                24,
                "--init",
                model);
        assertEquals(Main.BAD_INPUT, other.code(), other.err());
        assertTrue(other.err().contains("init: expected"), other.err());
    }

    @Test
    void trainingGoesOnFromAModelOfOtherClasses() {
        Path photos = folder.resolve("photos");
        CommandLine.photos(photos, 6, "crack", "pit", "scratch");
        Path next = folder.resolve("next");
        CommandLine.Outcome trained = CommandLine.run(
                "train", "--data", photos, "--out", next, "--images", 16, "--batch", 8, "--size", 16, "--init", model);
        assertEquals(Main.OK, trained.code(), trained.err());
        JsonNode shown = CommandLine.run("models", "show", next, "--json").json();
        assertEquals("[\"crack\",\"pit\",\"scratch\"]", shown.path("classes").toString());
        assertEquals("toy", shown.at("/training/started_from/name").asText());
        JsonNode from = CommandLine.run("models", "show", model, "--json").json();
        assertEquals("[\"patch\",\"scratch\"]", from.path("classes").toString());
        assertNotEquals(from.path("pixel_transfer"), shown.path("pixel_transfer"), "these photos' own");
    }

    @Test
    void changesThatTheNetworkCannotBeToldOfAreRefused() {
        CommandLine.Outcome refused = CommandLine.run(
                "train",
                "--data",
                shared.resolve("photos"),
                "--out",
                folder.resolve("x"),
                "--images",
                16,
                "--size",
                16,
                "--augment",
                0.1,
                "--json");
        assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
        assertEquals("augment", refused.json().at("/error/param").asText());
        assertTrue(refused.err().contains("augment: expected the small network"), refused.err());
        assertTrue(Files.notExists(folder.resolve("x/model.json")));
    }

    @Test
    void learningRateAndNoiseLevelsAreTakenAndToldOf() throws IOException {
        Path made = folder.resolve("made");
        CommandLine.Outcome trained = CommandLine.run(
                "train",
                "--data",
                shared.resolve("photos"),
                "--out",
                made,
                "--images",
                16,
                "--batch",
                8,
                "--size",
                16,
                "--learning-rate",
                0.001,
                "--log-sigma-mean",
                -0.5,
                "--log-sigma-std",
                1.75,
                "--flips",
                0,
                "--init",
                model);
        assertEquals(Main.OK, trained.code(), trained.err());
        String card = Files.readString(made.resolve("README.md"));
        assertTrue(card.contains("of 8 images; learning rate at most 0.001; ln(sigma) of mean -0.5 and"), card);
        assertTrue(card.contains("standard deviation 1.75; each flip with probability 0.0 while"), card);
        byte[] weights = Files.readAllBytes(made.resolve("denoiser.safetensors"));
        assertFalse(Arrays.equals(weights, Files.readAllBytes(model.resolve("denoiser.safetensors"))));
    }

    @ParameterizedTest
    @CsvSource({
        "learning-rate, 0, a learning rate above 0 and at most 1",
        "learning-rate, NaN, a learning rate above 0 and at most 1",
        "learning-rate, 2, a learning rate above 0 and at most 1",
        "log-sigma-mean, NaN, 'with a mean in [-10, 10]'",
        "log-sigma-mean, 11, 'with a mean in [-10, 10]'",
        "log-sigma-std, 0, 'a standard deviation in (0, 10]'",
        "log-sigma-std, -1, 'a standard deviation in (0, 10]'",
        "flips, -0.1, 'a probability of flips in [0, 0.5]'",
        "flips, 0.6, 'a probability of flips in [0, 0.5]'",
        "flips, NaN, 'a probability of flips in [0, 0.5]'",
    })
    void whatNoTrainingCanDoIsRefusedByItsName(String option, String value, String expected) {
        CommandLine.Outcome refused = CommandLine.run(
                "train",
                "--data",
                shared.resolve("photos"),
                "--out",
                folder.resolve("x"),
                "--images",
                16,
                "--size",
                16,
                "--" + option,
                value,
                "--json");
        assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
        assertEquals(option, refused.json().at("/error/param").asText());
        assertTrue(refused.err().contains(expected), refused.err());
        assertTrue(Files.notExists(folder.resolve("x/model.json")));
    }

    @Test
    void aModelThatIsThereIsNotOverwritten() throws IOException {
        byte[] before = Files.readAllBytes(model.resolve("denoiser.safetensors"));
        Path copy = Files.createDirectories(folder.resolve("there"));
        Files.copy(model.resolve("model.json"), copy.resolve("model.json"));
        CommandLine.Outcome outcome = CommandLine.run(
                "train", "--data", shared.resolve("photos"), "--out", copy, "--images", 16, "--size", 16);
        assertEquals(Main.BAD_INPUT, outcome.code());
        assertTrue(outcome.err().contains("found the model package"), outcome.err());
        assertArrayEquals(before, Files.readAllBytes(model.resolve("denoiser.safetensors")));
    }

    @Test
    void aHoldoutPhotoThatWasSeenDoesNotCalibrateTheGuard() throws IOException {
        Path photos = folder.resolve("photos");
        CommandLine.photos(photos, 6, "scratch", "patch");
        Files.copy(photos.resolve("patch/1.png"), photos.resolve("patch/twin.png"));
        StringBuilder splits = new StringBuilder("file,class,split,duplicate_group\n");
        int group = 0;
        for (String name : new String[] {"scratch", "patch"}) {
            for (int seed = 1; seed <= 6; seed++) {
                splits.append(String.format(
                        "%s/%d.png,%s,%s,%d%n", name, seed, name, seed <= 3 ? "train" : "holdout", group++));
            }
        }
        splits.append("patch/twin.png,patch,holdout,").append(group).append('\n');
        Path file = Files.writeString(folder.resolve("mine.csv"), splits);
        CommandLine.Outcome trained = CommandLine.run(
                "train",
                "--data",
                photos,
                "--splits",
                file,
                "--out",
                folder.resolve("m"),
                "--images",
                16,
                "--batch",
                8,
                "--size",
                16);
        assertEquals(Main.OK, trained.code(), trained.err());
        assertTrue(trained.err().contains("near-duplicates of training photos"), trained.err());
        assertTrue(trained.err().contains("patch/twin.png"), trained.err());
        assertTrue(Files.isRegularFile(folder.resolve("m/.training/beside-holdout.png")));
    }
}
