package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.cli.CommandLine.Outcome;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.model.GeneratorDescriptor;
import dev.flawsmith.model.onnx.ToyGenerators;
import dev.flawsmith.model.onnx.ToyGenerators.Form;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.RecipeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A one-step generator from elsewhere, from the folder it came in to images. */
class ImportedGeneratorTest {
    private static final String NAME = "gan";

    @TempDir
    private Path folder;

    private ImportedModels elsewhere;
    private Path models;

    @BeforeEach
    void folders() throws IOException {
        elsewhere = ImportedModels.in(folder);
        models = elsewhere.folder();
    }

    @Test
    void isImportedShownVerifiedAndDrawnWith() throws IOException {
        importToy(Form.INDEX);
        JsonNode listed = models("list").json().get("models").get(0);
        assertEquals(NAME, listed.get("name").asText());
        assertEquals("one-step", listed.get("kind").asText());
        assertEquals(3, listed.get("classes").size());
        assertTrue(models("show", NAME).json().get("files").has(ToyGenerators.FILE));
        assertTrue(models("verify", NAME).json().get("ok").asBoolean());

        Outcome drawn = generate("out", "--n", 5, "--seed", 4);
        assertEquals(Main.OK, drawn.code(), drawn.err());
        JsonNode images = drawn.json().get("images");
        images.forEach(image -> assertEquals(
                "not_checked", image.get("memorization").get("verdict").asText()));
        Outcome alone = generate("alone", "--n", 1, "--seed", 6);
        assertEquals(sha(images.get(2)), sha(alone.json().get("images").get(0)), "an image depends on its seed alone");
        assertEquals(
                5,
                Stream.of(0, 1, 2, 3, 4).map(i -> sha(images.get(i))).distinct().count());
        Recipe recipe = ImportedModels.recipe(drawn);
        assertEquals(0, recipe.steps());
        assertEquals("none", recipe.sampler());
        Outcome again =
                CommandLine.run("generate", "--replay", ImportedModels.file(drawn), "--models", models, "--json");
        assertEquals(Main.OK, again.code(), again.err());
        assertTrue(again.json().get("same_pixels").asBoolean());
    }

    @Test
    void aFileWhoseBatchIsOneDrawsTheSame() throws Exception {
        importToy(Form.INDEX);
        Outcome free = generate("free", "--n", 3, "--seed", 1);
        Path source = ToyGenerators.folder(folder.resolve("one"), Form.ONE_ROW);
        assertEquals(
                Main.OK,
                models("import", source.resolve(ToyGenerators.FILE), "one").code());
        Outcome one = elsewhere.generate(
                List.of("--model", "one", "--class", "pit", "--out", folder.resolve("o")), "--n", 3, "--seed", 1);
        for (int i = 0; i < 3; i++) {
            assertEquals(pixels(free, i), pixels(one, i), "image " + i);
        }
    }

    private static PixelImage pixels(Outcome drawn, int i) throws Exception {
        return Png.decode(Files.readAllBytes(
                Path.of(drawn.json().get("images").get(i).get("file").asText())));
    }

    @Test
    void isServed() throws Exception {
        importToy(Form.ONE_HOT);
        ImportedModels.Served served = elsewhere.serve("{\"model\":\"gan\",\"class\":\"crack\",\"seed\":4}");
        assertEquals(NAME, served.model().get("id").asText());
        assertEquals("one-step", served.model().get("kind").asText());
        assertTrue(served.model().get("default_sampler").isNull(), served.toString());
        assertEquals(200, served.status());
        assertEquals(NAME, RecipeText.parse(Png.readText(served.body())).model());
        ImportedModels.Served refused =
                elsewhere.serve("{\"model\":\"gan\",\"class\":\"crack\",\"seed\":4,\"steps\":4}");
        assertEquals(400, refused.status());
        assertTrue(new String(refused.body(), java.nio.charset.StandardCharsets.UTF_8).contains("draws without steps"));
    }

    @Test
    void aDatasetIsDrawnWithIt() throws IOException {
        importToy(Form.ONE_HOT);
        Path spec = folder.resolve("spec.yaml");
        Files.writeString(
                spec, "model: gan\nclasses: {crack: 3, pit: 2}\nseed: 7\nguard: off\nformats: [imagefolder]\n");
        Outcome drawn = CommandLine.run(
                "augment", "--spec", spec, "--out", folder.resolve("set"), "--models", models, "--json");
        assertEquals(Main.OK, drawn.code(), drawn.err());
        String manifest = Files.readString(folder.resolve("set").resolve("manifest.json"));
        assertTrue(manifest.contains("one-step"), manifest);
        try (Stream<Path> cracks = Files.list(folder.resolve("set/images/crack"))) {
            assertEquals(3, cracks.count());
        }
    }

    @Test
    void stepsAndGuidanceAreRefusedAsOfWhatDrawsWithoutSteps() throws IOException {
        importToy(Form.INDEX);
        for (List<Object> extra :
                List.<List<Object>>of(List.of("--steps", 4), List.of("--sampler", "heun"), List.of("--guidance", 2))) {
            Outcome refused = generate("out", extra.toArray());
            assertEquals(Main.BAD_INPUT, refused.code());
            assertTrue(refused.err().contains("model gan draws without steps"), refused.err());
        }
        Outcome engine = generate("out", "--engine", "pytorch");
        assertEquals(Main.BAD_INPUT, engine.code());
        assertTrue(engine.err().contains("engine: expected onnxruntime or auto"), engine.err());
    }

    @Test
    void aFileThatIsMissingOrSwappedIsRefusedByName() throws IOException {
        importToy(Form.INDEX);
        Path network = models.resolve(NAME).resolve(ToyGenerators.FILE);
        Files.write(network, new byte[] {1});
        Outcome swapped = generate("out");
        assertEquals(Main.FAILURE, swapped.code());
        assertTrue(swapped.err().contains("generator.onnx: expected SHA-256"), swapped.err());
        Files.delete(network);
        Outcome missing = models("verify", NAME);
        assertEquals(Main.FAILURE, missing.code());
        assertTrue(missing.out().contains("generator.onnx: expected the file that generator.json names, found none"));
    }

    @Test
    void whatIsWrongInADescriptorIsNamed() throws IOException {
        Path source = ToyGenerators.folder(folder.resolve("source"), Form.INDEX);
        String good = Files.readString(source.resolve(GeneratorDescriptor.FILE));
        assertImportFails(
                source, good.replace("\"normal\"", "\"cauchy\""), "inputs[0].distribution: expected normal or");
        assertImportFails(source, good.replace("\"index\"", "\"word\""), "inputs[1].form: expected index or one-hot");
        assertImportFails(source, good.replace("[ -1.0, 1.0 ]", "[ 0, 255 ]"), "range: expected [-1, 1] or [0, 1]");
        assertImportFails(source, good.replace("[ 8 ]", "[ ]"), "inputs[0].shape: expected dimensions");
        assertImportFails(source, good.replace("[ 8 ]", "[ 9 ]"), "expected input z as FLOAT or FLOAT16 [free, 9]");
        assertImportFails(
                source, good.replace("\"image\"", "\"picture\""), "expected an output picture, found [image]");
        assertImportFails(source, good.replace("\"y\"", "\"label\""), "that are described, found [");
        assertImportFails(source, good.replace("\"off\"", "\"index\""), "guard: expected off");
        assertImportFails(source, good.replace("\"output\"", "\"outputs\""), "expected a generator's descriptor");
        assertImportFails(source, good.replace("generator.onnx", "other.onnx"), "other.onnx: expected the file that");
        Files.writeString(source.resolve("denoiser.json"), "{}");
        assertImportFails(source, good, "expected one descriptor, found generator.json and denoiser.json");
    }

    @Test
    void aNetworksFileThatNoDescriptorNamesIsRefused() throws IOException {
        Path source = ToyGenerators.folder(folder.resolve("source"), Form.INDEX);
        Path other = Files.copy(source.resolve(ToyGenerators.FILE), source.resolve("other.onnx"));
        Outcome refused = models("import", other, NAME);
        assertEquals(Main.BAD_INPUT, refused.code());
        assertTrue(refused.err().contains("src: expected beside "), refused.err());
    }

    private void assertImportFails(Path source, String descriptor, String message) throws IOException {
        Files.writeString(source.resolve(GeneratorDescriptor.FILE), descriptor);
        Outcome refused = models("import", source, NAME);
        assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
        assertTrue(refused.err().contains(message), refused.err());
        assertFalse(Files.exists(models.resolve(NAME)));
    }

    private void importToy(Form form) throws IOException {
        Path source = ToyGenerators.folder(folder.resolve("source"), form);
        Outcome imported = models("import", source, NAME);
        assertEquals(Main.OK, imported.code(), imported.err());
        assertEquals(1, imported.json().get("files").size());
    }

    private Outcome models(Object... words) {
        return elsewhere.models(words);
    }

    private Outcome generate(String out, Object... more) {
        return elsewhere.generate(List.of("--model", NAME, "--class", "pit", "--out", folder.resolve(out)), more);
    }

    private static String sha(JsonNode image) {
        return image.get("sha256").asText();
    }
}
