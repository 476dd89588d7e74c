package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.cli.CommandLine.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --network vae}, and that the package is one like a GAN's. */
class VariationalCommandTest {
    @TempDir
    static Path shared;

    private static Path model = Path.of(".");

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainAToyVae() {
        CommandLine.photos(shared.resolve("photos"), 12, "scratch", "patch");
        model = shared.resolve("toy");
        Outcome trained = train("vae", model);
        assertEquals(Main.OK, trained.code(), trained.err());
        assertTrue(trained.json().at("/losses/negative_bound").isNumber(), trained.out());
    }

    private static Outcome train(String network, Path out, Object... more) {
        return trainOn(network, out, 48, 16, more);
    }

    private static Outcome trainOn(String network, Path out, int images, int size, Object... more) {
        Object[] words = {
            "train",
            "--network",
            network,
            "--data",
            shared.resolve("photos"),
            "--out",
            out,
            "--images",
            images,
            "--batch",
            8,
            "--size",
            size,
            "--json"
        };
        return CommandLine.run(
                Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray());
    }

    @Test
    void writesAGeneratorOfItsOwnKindWithoutItsEncoder() throws IOException {
        JsonNode shown = CommandLine.run("models", "show", model, "--json").json();
        assertEquals("vae", shown.get("kind").asText());
        assertTrue(shown.get("schedule").isNull(), shown.toString());
        assertTrue(shown.at("/calibration/engines").isNull(), shown.toString());
        assertTrue(shown.get("files").has("generator.safetensors"), shown.toString());
        assertFalse(Files.readString(model.resolve("generator.safetensors"), StandardCharsets.ISO_8859_1)
                .contains("recognition"));
        assertTrue(Files.readString(model.resolve("README.md")).contains("variational autoencoder's decoder"));
        Outcome verified = CommandLine.run("models", "verify", model, "--json");
        assertEquals(Main.OK, verified.code(), verified.out());
        assertTrue(verified.json().get("parity").asDouble() < 1e-4, verified.out());
    }

    @Test
    void itsImagesAreCheckedAndDrawnAgain() {
        Outcome drawn = CommandLine.run(
                "generate", "--model", model, "--class", "patch", "--n", 2, "--seed", 5, "--out", folder, "--json");
        assertEquals(Main.OK, drawn.code(), drawn.err());
        assertTrue(
                List.of("clear", "too_close")
                        .contains(drawn.json()
                                .at("/images/0/memorization/verdict")
                                .asText()),
                drawn.out());
        Outcome again =
                CommandLine.run("generate", "--replay", ImportedModels.file(drawn), "--models", shared, "--json");
        assertTrue(again.json().get("same_pixels").asBoolean(), again.out());
    }

    @Test
    void aRunGoesOnFromItsCheckpointAndKeepsItsLosses() throws IOException {
        Path parts = folder.resolve("parts");
        assertEquals(Main.OK, trainOn("vae", parts, 24, 16).code());
        Outcome resumed = train("vae", parts, "--resume");
        assertEquals(Main.OK, resumed.code(), resumed.err());
        assertEquals(48, resumed.json().get("images").asLong());
        String losses = Files.readString(parts.resolve(".training/loss.csv"));
        assertEquals(
                List.of("step", "3", "6"),
                losses.lines().map(line -> line.substring(0, line.indexOf(','))).toList());
    }

    @Test
    void aRunOfAnotherNetworkDoesNotGoOnFromItsCheckpoint() {
        for (String other : List.of("gan", "standard")) {
            Outcome refused = train(other, model, "--resume");
            assertEquals(Main.BAD_INPUT, refused.code());
            assertTrue(refused.err().contains("found a checkpoint of network vae in " + model), refused.err());
        }
        Outcome autoencoder = CommandLine.run(
                "train-vae", "--data", shared.resolve("photos"), "--out", model, "--images", 8, "--size", 32);
        assertEquals(Main.BAD_INPUT, autoencoder.code());
        assertTrue(
                autoencoder
                        .err()
                        .contains("expected a folder of train-vae or a new one, found a checkpoint of network vae"),
                autoencoder.err());
    }

    @Test
    void whatAVaeDoesNotKnowIsRefusedByName() {
        Path out = folder.resolve("x");
        Outcome started = train("vae", out, "--init", model);
        assertEquals(Main.BAD_INPUT, started.code());
        assertTrue(started.err().contains("init: expected none beside --network vae"), started.err());
        Outcome sized = trainOn("vae", out, 48, 48);
        assertEquals(Main.BAD_INPUT, sized.code());
        assertTrue(
                sized.err()
                        .contains(
                                "size: expected an image size of 8, 16, 32, 64, 128 or 256 for a generator, found 48"),
                sized.err());
        assertFalse(Files.exists(out));
    }
}
