package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.cli.CommandLine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train --network gan}, and what every command makes of the package. */
class GanCommandTest {
    @TempDir
    static Path shared;

    private static Path model = Path.of(".");

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainAToyGan() {
        CommandLine.photos(shared.resolve("photos"), 12, "scratch", "patch");
        model = shared.resolve("toy");
        Outcome trained = train(model, 48);
        assertEquals(Main.OK, trained.code(), trained.err());
        assertEquals(48, trained.json().get("images").asLong());
        assertTrue(trained.json().get("finished").asBoolean());
        assertTrue(trained.json().at("/losses/discriminator_loss").isNumber(), trained.out());
    }

    private static Outcome train(Path out, int images, Object... more) {
        Object[] words = {
            "train",
            "--network",
            "gan",
            "--data",
            shared.resolve("photos"),
            "--out",
            out,
            "--images",
            images,
            "--batch",
            8,
            "--size",
            16,
            "--json"
        };
        return CommandLine.run(java.util.stream.Stream.concat(List.of(words).stream(), List.of(more).stream())
                .toArray());
    }

    @Test
    void writesAWholePackageThatIsShownAndVerified() throws IOException {
        for (String file : List.of(
                "generator.safetensors", "samples.png", "loss.png", "README.md", "model.json", ".training/loss.csv")) {
            assertTrue(Files.isRegularFile(model.resolve(file)), file);
        }
        JsonNode shown = CommandLine.run("models", "show", model, "--json").json();
        assertEquals("one-step", shown.get("kind").asText());
        assertTrue(shown.get("schedule").isNull(), shown.toString());
        assertEquals("generator", shown.at("/network/type").asText());
        assertTrue(shown.at("/calibration/descriptors").size() >= 1, shown.toString());
        assertTrue(shown.get("files").has("generator.safetensors"));
        Outcome verified = CommandLine.run("models", "verify", model, "--json");
        assertEquals(Main.OK, verified.code(), verified.out());
        assertTrue(verified.json().get("parity").asDouble() < 1e-4, verified.out());
        Outcome exported = CommandLine.run("models", "export", model, "--out", folder.resolve("toy.onnx"), "--json");
        assertEquals(Main.OK, exported.code(), exported.err());
    }

    @Test
    void itsImagesAreCheckedAndThoseOfTheirSeeds() throws IOException {
        Outcome drawn = generate("out", 3, 7);
        assertEquals(Main.OK, drawn.code(), drawn.err());
        JsonNode images = drawn.json().get("images");
        assertEquals(3, images.size());
        images.forEach(image -> assertTrue(
                List.of("clear", "too_close")
                        .contains(image.at("/memorization/verdict").asText()),
                image.toString()));
        Outcome alone = generate("alone", 1, 9);
        assertEquals(
                images.get(2).get("sha256").asText(),
                alone.json().get("images").get(0).get("sha256").asText());
        Outcome again =
                CommandLine.run("generate", "--replay", ImportedModels.file(drawn), "--models", shared, "--json");
        assertEquals(Main.OK, again.code(), again.err());
        assertTrue(again.json().get("same_pixels").asBoolean());
    }

    @Test
    void aSpentBudgetIsSeenAndTheModelWrittenAgainTheSame() throws IOException {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        assertEquals(Main.OK, train(whole, 32).code());
        assertEquals(Main.OK, train(parts, 32).code());
        Outcome twice = train(parts, 32);
        assertEquals(Main.BAD_INPUT, twice.code());
        assertTrue(twice.err().contains("expected an empty folder or --resume"), twice.err());
        Outcome resumed = train(parts, 32, "--resume");
        assertEquals(Main.OK, resumed.code(), resumed.err());
        assertArrayEquals(
                Files.readAllBytes(whole.resolve("generator.safetensors")),
                Files.readAllBytes(parts.resolve("generator.safetensors")));
    }

    @ParameterizedTest
    @CsvSource({
        "--init, toy, init: expected none beside --network gan",
        "--steps, 4, steps: expected none beside --network gan",
        "--log-sigma-mean, 1, log-sigma-mean: expected none beside --network gan",
        "--augment, 0.1, augment: expected none beside --network gan",
        "--flips, 0.7, 'flips: expected a probability of flips in [0, 0.5]'",
        "--learning-rate, 2, learning-rate: expected a learning rate above 0",
    })
    void whatAGanDoesNotKnowIsRefusedByName(String option, String value, String message) {
        Outcome refused = train(folder.resolve("x"), 8, option, value);
        assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
        assertTrue(refused.err().contains(message), refused.err());
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void whatWantsADenoiserSaysSo() {
        for (List<Object> words : List.<List<Object>>of(
                List.of("models", "quantize", model),
                List.of(
                        "train",
                        "--data",
                        shared.resolve("photos"),
                        "--out",
                        folder.resolve("x"),
                        "--images",
                        8,
                        "--size",
                        16,
                        "--init",
                        model))) {
            Outcome refused = CommandLine.run(words.toArray());
            assertFalse(refused.code() == Main.OK);
            assertTrue(
                    refused.err().contains("expected one whose network denoises, found kind one-step")
                            || refused.err().contains("expected a network of type unet, found generator"),
                    refused.err());
        }
    }

    private Outcome generate(String out, int n, int seed) {
        return CommandLine.run(
                "generate",
                "--model",
                model,
                "--class",
                "scratch",
                "--n",
                n,
                "--seed",
                seed,
                "--out",
                folder.resolve(out),
                "--json");
    }
}
