package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.cli.CommandLine.Outcome;
import dev.flawsmith.image.Png;
import dev.flawsmith.model.DenoiserDescriptor;
import dev.flawsmith.model.TinyDdpm;
import dev.flawsmith.synthesis.RecipeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network from elsewhere, from the folder it came in to images. */
class ImportedModelTest {
    private static final String NAME = "tiny";

    @TempDir
    private Path folder;

    private ImportedModels elsewhere;
    private Path models;
    private TinyDdpm tiny;

    @BeforeEach
    void folders() throws IOException {
        elsewhere = ImportedModels.in(folder);
        models = elsewhere.folder();
        tiny = TinyDdpm.load();
    }

    @ParameterizedTest
    @ValueSource(strings = {DenoiserDescriptor.ONNX, DenoiserDescriptor.TORCHSCRIPT})
    void isImportedShownVerifiedAndDrawnWith(String format) throws IOException {
        importTiny(format);
        JsonNode listed = models("list").json().get("models").get(0);
        assertEquals(NAME, listed.get("name").asText());
        assertEquals("3", listed.get("version").asText());
        assertEquals("pixel", listed.get("kind").asText());
        assertEquals(tiny.classes().size(), listed.get("classes").size());
        JsonNode shown = models("show", NAME).json();
        assertTrue(shown.get("files").has("scheduler_config.json"), shown.toString());
        assertEquals(models.resolve(NAME).toString(), shown.get("path").asText());
        assertTrue(models("verify", NAME).json().get("ok").asBoolean());

        Outcome drawn = generate("out", "--n", 5, "--seed", 4);
        assertEquals(Main.OK, drawn.code(), drawn.err());
        JsonNode images = drawn.json().get("images");
        assertEquals(5, images.size());
        images.forEach(image -> assertEquals(
                "not_checked", image.get("memorization").get("verdict").asText()));
        Outcome alone = generate("alone", "--n", 1, "--seed", 6);
        assertEquals(
                images.get(2).get("sha256").asText(),
                alone.json().get("images").get(0).get("sha256").asText(),
                "an image depends on its seed alone");
    }

    @Test
    void aRecipeIsReplayed() throws IOException {
        importTiny(DenoiserDescriptor.TORCHSCRIPT);
        Outcome drawn = generate("out", "--n", 1, "--seed", 4, "--sampler", "dpmpp-2m", "--steps", 6);
        String file = drawn.json().get("images").get(0).get("file").asText();
        Outcome again =
                CommandLine.run("generate", "--replay", file, "--models", models, "--allow-torchscript", "--json");
        assertEquals(Main.OK, again.code(), again.err());
        assertTrue(again.json().get("same_pixels").asBoolean());
    }

    @Test
    void isServed() throws Exception {
        importTiny(DenoiserDescriptor.ONNX);
        ImportedModels.Served served = elsewhere.serve("{\"model\":\"tiny\",\"class\":\"class_0\",\"seed\":4}");
        assertEquals(NAME, served.model().get("id").asText());
        assertEquals("ddim", served.model().get("default_sampler").asText());
        assertTrue(served.model().get("guard").asText().startsWith("not checked"), served.toString());
        assertEquals(200, served.status());
        assertEquals(NAME, RecipeText.parse(Png.readText(served.body())).model());
    }

    @Test
    void torchScriptRunsOnlyWhereItIsAllowed() throws IOException {
        importTiny(DenoiserDescriptor.TORCHSCRIPT);
        Outcome refused = CommandLine.run(
                "generate", "--model", NAME, "--models", models, "--class", "class_0", "--out", folder.resolve("out"));
        assertEquals(Main.BAD_INPUT, refused.code());
        assertTrue(refused.err().contains("--allow-torchscript"), refused.err());
        assertTrue(refused.err().contains("unet.pt"), refused.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void whatTheScheduleOrTheNetworkLacksIsRefused() throws IOException {
        importTiny(DenoiserDescriptor.ONNX);
        for (int steps : new int[] {0, 1001}) {
            Outcome refused = generate("out", "--steps", steps);
            assertEquals(Main.BAD_INPUT, refused.code());
            assertTrue(refused.err().contains("steps: expected"), refused.err());
            assertTrue(refused.err().contains("found " + steps), refused.err());
        }
        Outcome guided = generate("out", "--guidance", 2);
        assertEquals(Main.BAD_INPUT, guided.code());
        assertTrue(guided.err().contains("guidance_scale: expected 1"), guided.err());
        Outcome sampler = generate("out", "--sampler", "consistency");
        assertEquals(Main.BAD_INPUT, sampler.code());
        assertTrue(sampler.err().contains("sampler: expected one of ddim"), sampler.err());
        Outcome engine = generate("out", "--engine", "pytorch");
        assertEquals(Main.BAD_INPUT, engine.code());
        assertTrue(engine.err().contains("engine: expected onnxruntime or auto"), engine.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void aFileThatIsMissingCutOffOrSwappedIsRefusedByName() throws IOException {
        importTiny(DenoiserDescriptor.ONNX);
        Path network = models.resolve(NAME).resolve("unet.onnx");
        byte[] whole = Files.readAllBytes(network);
        Files.delete(network);
        assertRefused("unet.onnx: expected the file that denoiser.json names, found none");
        Files.write(network, Arrays.copyOf(whole, whole.length / 2));
        assertRefused("unet.onnx: expected SHA-256");
        Files.copy(models.resolve(NAME).resolve("scheduler_config.json"), network, StandardCopyOption.REPLACE_EXISTING);
        assertRefused("unet.onnx: expected SHA-256");
        Files.write(network, whole);
        Files.writeString(models.resolve(NAME).resolve("scheduler_config.json"), "{}");
        assertRefused("scheduler_config.json: expected SHA-256");
    }

    private void assertRefused(String message) {
        Outcome drawn = generate("out");
        assertEquals(Main.FAILURE, drawn.code(), drawn.err());
        assertTrue(drawn.err().contains(message), drawn.err());
        Outcome verified = models("verify", NAME);
        assertEquals(Main.FAILURE, verified.code());
        assertTrue(verified.json().get("problems").get(0).asText().contains(message), verified.out());
    }

    @Test
    void anImportOfSomethingElseLeavesNothing() throws IOException {
        Path source = tiny.folder(folder, DenoiserDescriptor.ONNX);
        String descriptor = Files.readString(source.resolve(DenoiserDescriptor.FILE));
        assertImportFails(source, descriptor.replace("out_sample", "nothing"), "expected an output nothing");
        assertImportFails(source, descriptor.replace("\"timestep\"}", "\"t\"}"), "expected an input t, found");
        assertImportFails(
                source,
                descriptor.replace("\"height\": ", "\"height\": 1"),
                "expected input sample as FLOAT or FLOAT16 [free,");
        assertImportFails(
                source,
                descriptor.replace("scheduler_config.json", "golden.json"),
                "golden.json: expected the file that denoiser.json names");
        assertImportFails(source, descriptor.replace("\"off\"", "\"index\""), "guard: expected off");
        assertImportFails(source, descriptor.replace("\"steps\"", "\"step\""), "expected a denoiser's descriptor");
        Files.writeString(source.resolve("scheduler_config.json"), "{\"_class_name\": \"Nobody\"}");
        assertImportFails(source, descriptor, "_class_name: expected one of");
    }

    private void assertImportFails(Path source, String descriptor, String message) throws IOException {
        Files.writeString(source.resolve(DenoiserDescriptor.FILE), descriptor);
        Outcome refused = models("import", source, NAME);
        assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
        assertTrue(refused.err().contains(message), refused.err());
        assertFalse(Files.exists(models.resolve(NAME)));
    }

    @Test
    void whatIsWrongInADescriptorIsNamed() throws IOException {
        Path source = tiny.folder(folder, DenoiserDescriptor.ONNX);
        String descriptor = Files.readString(source.resolve(DenoiserDescriptor.FILE));
        assertImportFails(source, descriptor.replace("\"height\": 16", "\"height\": \"16\""), "height: expected");
        assertImportFails(source, descriptor.replace("\"height\": 16,", ""), "height");
        assertImportFails(
                source, descriptor.replace("\"height\":", "\"height\": 16, \"height\":"), "Duplicate field 'height'");
        assertImportFails(source, descriptor + "{}", "Trailing token");
        assertImportFails(
                source,
                descriptor.replace("\"guard\"", "\"unconditional_class\": 0, \"guidance_scale\": 25, \"guard\""),
                "guidance_scale: expected a number from 0 to 20, found 25");
        assertImportFails(
                source,
                descriptor.replace("\"channels\": 1", "\"channels\": 2").replace("\"off\"", "\"on\""),
                "channels: expected 1 or 3, found 2; guard: expected off");
        assertImportFails(
                source, descriptor.replace("unet.onnx", "../unet.onnx"), "file: expected a file of this folder");
        Files.writeString(source.resolve("model.json"), "{}");
        assertImportFails(source, descriptor, "expected no model.json");
    }

    @Test
    void itsHashNamesWhateverDeterminesItsImages() throws IOException {
        importTiny(DenoiserDescriptor.ONNX);
        String before = hash("before");
        Path descriptor = models.resolve(NAME).resolve(DenoiserDescriptor.FILE);
        String text = Files.readString(descriptor);
        Files.writeString(descriptor, text.replace("\"steps\" : " + tiny.steps(), "\"steps\" : 7"));
        assertNotEquals(before, hash("other-descriptor"));
        Files.writeString(descriptor, text);
        Files.writeString(models.resolve(NAME).resolve("README.md"), "a card");
        assertEquals(before, hash("with-card"));
        Files.writeString(models.resolve(NAME).resolve("unet.onnx.data"), "weights");
        assertNotEquals(before, hash("with-weights"));
    }

    private String hash(String out) throws IOException {
        return ImportedModels.recipe(generate(out, "--n", 1, "--seed", 1, "--steps", 2))
                .modelSha256();
    }

    @Test
    void packagesComeFirstWhateverTheirNames() throws IOException {
        importTiny(DenoiserDescriptor.ONNX);
        Files.writeString(Files.createDirectories(models.resolve("zz-package")).resolve("model.json"), "{}");
        assertEquals(
                List.of("zz-package", NAME),
                ModelLibrary.of(models).packages().stream()
                        .map(ModelLibrary::name)
                        .toList());
    }

    @Test
    void aNameThatIsTakenOrNoneIsRefused() throws IOException {
        importTiny(DenoiserDescriptor.ONNX);
        Path source = tiny.folder(folder.resolve("again"), DenoiserDescriptor.ONNX);
        for (String name : List.of(NAME, "../elsewhere", "procedural")) {
            Outcome refused = models("import", source, name);
            assertEquals(Main.BAD_INPUT, refused.code());
            assertTrue(refused.err().contains("name: expected"), refused.err());
        }
        Outcome nothing = models("import", models, "other");
        assertEquals(Main.BAD_INPUT, nothing.code());
        assertTrue(nothing.err().contains("src: expected a folder with denoiser.json"), nothing.err());
        try (Stream<Path> made = Files.list(models)) {
            assertEquals(1, made.count());
        }
    }

    private void importTiny(String format) throws IOException {
        Path source = tiny.folder(folder, format);
        Outcome imported = models("import", source, NAME);
        assertEquals(Main.OK, imported.code(), imported.err());
        assertEquals(2, imported.json().get("files").size());
    }

    private Outcome models(Object... words) {
        return elsewhere.models(words);
    }

    private Outcome generate(String out, Object... more) {
        return elsewhere.generate(
                List.of(
                        "--model",
                        NAME,
                        "--class",
                        tiny.classes().get(0),
                        "--out",
                        folder.resolve(out),
                        "--allow-torchscript"),
                more);
    }
}
