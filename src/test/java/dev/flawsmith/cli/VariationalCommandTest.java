package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.cli.CommandLine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Object[] words = {
            "train",
            "--network",
            network,
            "--data",
            shared.resolve("photos"),
            "--out",
            out,
            "--images",
            48,
            "--batch",
            8,
            "--size",
            16,
            "--json"
        };
        return CommandLine.run(
                java.util.stream.Stream.concat(java.util.Arrays.stream(words), java.util.Arrays.stream(more))
                        .toArray());
    }

    @Test
    void writesAGeneratorOfItsOwnKindWithoutItsEncoder() throws IOException {
        JsonNode shown = CommandLine.run("models", "show", model, "--json").json();
        assertEquals("vae", shown.get("kind").asText());
        assertTrue(shown.get("schedule").isNull(), shown.toString());
        assertTrue(shown.at("/calibration/engines").isNull(), shown.toString());
        assertTrue(shown.get("files").has("generator.safetensors"), shown.toString());
        assertFalse(
                Files.readString(model.resolve("generator.safetensors"), java.nio.charset.StandardCharsets.ISO_8859_1)
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
        assertFalse(drawn.json().at("/images/0/memorization/verdict").asText().equals("not_checked"));
        Outcome again =
                CommandLine.run("generate", "--replay", ImportedModels.file(drawn), "--models", shared, "--json");
        assertTrue(again.json().get("same_pixels").asBoolean(), again.out());
    }

    @Test
    void aRunOfAnotherNetworkDoesNotGoOnFromItsCheckpoint() {
        for (String other : new String[] {"gan", "standard"}) {
            Outcome refused = train(other, model, "--resume");
            assertEquals(Main.BAD_INPUT, refused.code());
            assertTrue(
                    refused.err().contains("expected that of the checkpoint in " + model + ", vae, found another"),
                    refused.err());
        }
        Outcome prompted = train("vae", folder.resolve("x"), "--init", model);
        assertTrue(prompted.err().contains("init: expected none beside --network vae"), prompted.err());
    }
}
