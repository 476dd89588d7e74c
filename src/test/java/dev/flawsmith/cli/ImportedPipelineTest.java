package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.cli.CommandLine.Outcome;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.model.TinyStableDiffusion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** A whole pipeline from elsewhere, from its folder to images. */
class ImportedPipelineTest {
    private static final String NAME = "tiny";

    @TempDir
    private Path folder;

    private ImportedModels elsewhere;
    private Path models;

    @BeforeEach
    void folders() throws IOException {
        elsewhere = ImportedModels.in(folder);
        models = elsewhere.folder();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unet", "unet_batched_timestep"})
    void isImportedShownVerifiedAndDrawnWith(String unet) throws IOException {
        importTiny(unet);
        JsonNode listed = models("list").json().get("models").get(0);
        assertEquals(NAME, listed.get("name").asText());
        assertEquals("latent", listed.get("kind").asText());
        assertEquals(16, listed.get("width").asInt());
        assertEquals(3, listed.get("channels").asInt());
        assertEquals("latent", models("show", NAME).json().get("kind").asText());
        assertTrue(models("verify", NAME).json().get("ok").asBoolean());

        Outcome drawn = generate("out", "--n", 5, "--seed", 4);
        assertEquals(Main.OK, drawn.code(), drawn.err());
        JsonNode images = drawn.json().get("images");
        assertEquals(
                "not_checked", images.get(0).get("memorization").get("verdict").asText());
        Outcome alone = generate("alone", "--n", 1, "--seed", 6);
        assertEquals(
                images.get(2).get("sha256").asText(),
                alone.json().get("images").get(0).get("sha256").asText(),
                "an image depends on its seed alone");
        Outcome away = generate("away", "--n", 1, "--seed", 6, "--negative-prompt", "blurry");
        assertFalse(images.get(2)
                .get("sha256")
                .equals(away.json().get("images").get(0).get("sha256")));
        Outcome again = CommandLine.run(
                "generate", "--replay", images.get(2).get("file").asText(), "--models", models, "--json");
        assertTrue(again.json().get("same_pixels").asBoolean(), again.out());
    }

    @Test
    void aFolderThatNobodyImportedWantsToBeAllowed() throws IOException {
        Files.move(TinyStableDiffusion.folder(folder, "unet"), models.resolve(NAME));
        Outcome refused = generate("out");
        assertEquals(Main.BAD_INPUT, refused.code());
        assertTrue(refused.err().contains("--allow-unchecked"), refused.err());
        assertEquals(Main.OK, generate("out", "--allow-unchecked").code());
    }

    @Test
    void aPromptThatIsTooLongIsCutAndSaysSoAndAClassIsRefused() throws IOException {
        importTiny("unet");
        Outcome cut = elsewhere.generate(
                List.of("--model", NAME, "--prompt", "scratch ".repeat(80), "--out", folder.resolve("out")));
        assertEquals(Main.OK, cut.code(), cut.err());
        assertTrue(cut.err().contains("warning: prompt: read to its token 75 of "), cut.err());
        Outcome named =
                elsewhere.generate(List.of("--model", NAME, "--class", "scratch", "--out", folder.resolve("out")));
        assertEquals(Main.BAD_INPUT, named.code(), named.err());
        assertTrue(named.err().contains("class: expected none, found one"), named.err());
        Outcome nothing = elsewhere.generate(List.of("--model", NAME, "--out", folder.resolve("out")));
        assertEquals(Main.BAD_INPUT, nothing.code(), nothing.err());
    }

    @Test
    void aPromptStandsInForTheClassesOfAFolderOfPhotos() throws IOException {
        importTiny("unet");
        assertEquals(Main.OK, generate("photos", "--n", 2, "--seed", 4).code());
        Path photos = folder.resolve("photos");
        Outcome varied = generate("varied", "--init-images", photos, "--strength", 0.5, "--n", 2, "--seed", 20);
        assertEquals(Main.OK, varied.code(), varied.err());
        JsonNode images = varied.json().get("images");
        assertEquals(4, images.size());
        assertEquals("a long scratch on steel", images.get(3).get("prompt").asText());
        Outcome painted = generate("painted", "--init-images", photos, "--region", "somewhere", "--seed", 20);
        assertEquals(Main.OK, painted.code(), painted.err());
        assertEquals(2, painted.json().get("images").size());
        assertDrawnOnPhotosRefused("prompt: expected a prompt", photos);
        assertDrawnOnPhotosRefused("class: expected none", photos, "--region", "somewhere", "--class", "pit");
    }

    private void assertDrawnOnPhotosRefused(String message, Path photos, Object... more) {
        Outcome refused = elsewhere.generate(
                List.of("--model", NAME, "--init-images", photos, "--out", folder.resolve("refused")), more);
        assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
        assertTrue(refused.err().contains(message), refused.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text_encoder/model.onnx",
                "tokenizer/vocab.json",
                "tokenizer/tokenizer_config.json",
                "unet/model.onnx",
                "unet/config.json",
                "vae_decoder/model.onnx",
                "vae_decoder/config.json",
                "scheduler/scheduler_config.json"
            })
    void aFileThatIsMissingCutOffOrSwappedIsRefusedByName(String name) throws IOException {
        importTiny("unet");
        Path file = models.resolve(NAME).resolve(name);
        byte[] whole = Files.readAllBytes(file);
        Files.delete(file);
        assertRefused(file, "found none");
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertRefused(file, "expected SHA-256");
        Files.write(file, "{}".getBytes(StandardCharsets.UTF_8));
        assertRefused(file, "expected SHA-256");
    }

    private void assertRefused(Path file, String why) {
        Outcome verified = models("verify", NAME);
        assertEquals(Main.FAILURE, verified.code());
        String problem = verified.json().get("problems").get(0).asText();
        assertTrue(problem.contains(file.toString()) && problem.contains(why), problem);
        assertEquals(Main.FAILURE, generate("out").code());
    }

    /** Nobody has hashed it, so only what the parts themselves say can be compared. */
    @Test
    void anImportOfPartsThatDoNotFitLeavesNothing() throws IOException {
        Path source = TinyStableDiffusion.folder(folder, "unet");
        Path unet = source.resolve("unet").resolve("model.onnx");
        byte[] network = Files.readAllBytes(unet);
        Files.copy(source.resolve("vae_decoder").resolve("model.onnx"), unet, StandardCopyOption.REPLACE_EXISTING);
        assertImportFails(source, "unet/model.onnx: expected an input sample");
        Files.write(unet, Arrays.copyOf(network, network.length / 2));
        assertImportFails(source, "unet/model.onnx: expected an ONNX model");
        Files.write(unet, network);
        Path index = source.resolve("model_index.json");
        String text = Files.readString(index);
        Files.writeString(index, text.replace("ORTStableDiffusionPipeline", "FluxPipeline"));
        assertImportFails(source, "model_index.json: expected _class_name");
        Files.writeString(index, text.replace("\"vae_decoder\"", "\"image_encoder\""));
        assertImportFails(source, "model_index.json: expected a component vae_decoder");
        Files.writeString(index, text.replace("\"vae_encoder\"", "\"safety_checker_2\""));
        assertImportFails(source, "expected [null, null] as safety_checker_2");
    }

    private void assertImportFails(Path source, String message) throws IOException {
        Outcome refused = models("import", source, NAME);
        assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
        assertTrue(refused.err().contains(message), refused.err());
        try (Stream<Path> left = Files.list(models)) {
            assertEquals(0, left.count());
        }
    }

    /** As optimum-cli leaves it: the index of the pipeline that was exported. */
    @Test
    void theIndexOfTheExportedPipelineIsUnderstood() throws IOException {
        Path source = TinyStableDiffusion.folder(folder, "unet");
        Path index = source.resolve("model_index.json");
        Files.writeString(
                index,
                Files.readString(index)
                        .replace("ORTStableDiffusionPipeline", "StableDiffusionPipeline")
                        .replace("\"vae_decoder\"", "\"vae\"")
                        .replace("\"vae_encoder\"", "\"feature_extractor_2\"")
                        .replaceAll("\"feature_extractor_2\": \\[[^]]*\\]", "\"_unused\": 1"));
        Outcome imported = models("import", source, NAME);
        assertEquals(Main.OK, imported.code(), imported.err());
        assertEquals(Main.OK, generate("out").code());
    }

    @Test
    void aLinkToAFolderIsTheFolder() throws IOException {
        Path source = TinyStableDiffusion.folder(folder, "unet");
        Files.createSymbolicLink(models.resolve(NAME), source);
        String before = hash("before");
        Path scheduler = source.resolve("scheduler").resolve("scheduler_config.json");
        Files.writeString(scheduler, Files.readString(scheduler).replace("0.012", "0.013"));
        assertNotEquals(before, hash("after"), "what determines the images has changed");
        Outcome imported = models("import", models.resolve(NAME), "copy");
        assertEquals(Main.OK, imported.code(), imported.err());
        assertTrue(imported.json().get("files").has("unet/model.onnx"), imported.out());
    }

    private String hash(String out) throws IOException {
        return ImportedModels.recipe(generate(out, "--allow-unchecked")).modelSha256();
    }

    @Test
    void latentsAreNotClipped() throws IOException, UnreadableImageException {
        Path source = TinyStableDiffusion.folder(folder, "unet");
        Path scheduler = source.resolve("scheduler").resolve("scheduler_config.json");
        String text = Files.readString(scheduler);
        Files.writeString(scheduler, text.replace("\"clip_sample\": false", "\"clip_sample\": true"));
        assertImportFails(source, "scheduler_config.json: expected clip_sample false");
        Files.writeString(scheduler, text);
        assertEquals(Main.OK, models("import", source, NAME).code());
        Files.writeString(scheduler, text.replace("\"clip_sample\": false,", "").replace("\"steps_offset\": 1,", ""));
        assertEquals(Main.OK, models("import", source, "silent").code());
        assertEquals(
                0,
                pixels(NAME).largestDifference(pixels("silent")),
                "what the file does not say is as diffusers' pipeline has it");
    }

    private PixelImage pixels(String model) throws IOException, UnreadableImageException {
        Outcome drawn = elsewhere.generate(
                List.of("--model", model, "--prompt", "pit", "--steps", 4, "--seed", 1),
                "--out",
                folder.resolve("of-" + model));
        return Png.decode(Files.readAllBytes(ImportedModels.file(drawn)));
    }

    @Test
    void aFileThatTheImportDoesNotKnowIsRefused() throws IOException {
        Path source = TinyStableDiffusion.folder(folder, "unet");
        Files.delete(source.resolve("tokenizer").resolve("tokenizer.json"));
        assertEquals(Main.OK, models("import", source, NAME).code());
        Files.writeString(models.resolve(NAME).resolve("README.md"), "a card");
        assertTrue(models("verify", NAME).json().get("ok").asBoolean());
        Path slipped = models.resolve(NAME).resolve("tokenizer").resolve("tokenizer.json");
        Files.writeString(slipped, "{}");
        assertRefused(slipped, "expected no file that imported.json does not name");
    }

    @Test
    void anImportThatIsUnderWayIsNoModel() throws IOException {
        Files.move(TinyStableDiffusion.folder(folder, "unet"), models.resolve("." + NAME + ".importing"));
        assertEquals(List.of(), ModelLibrary.of(models).packages());
    }

    @Test
    void isServed() throws Exception {
        importTiny("unet");
        ImportedModels.Served served =
                elsewhere.serve("{\"model\":\"tiny\",\"prompt\":\"pit\",\"seed\":4,\"steps\":3}");
        assertTrue(served.model().get("takes_prompt").asBoolean());
        assertTrue(served.model().get("takes_photo").asBoolean());
        assertTrue(served.model().get("note").asText().contains("one timestep"), served.toString());
        assertEquals(200, served.status());
    }

    private void importTiny(String unet) throws IOException {
        Outcome imported = models("import", TinyStableDiffusion.folder(folder, unet), NAME);
        assertEquals(Main.OK, imported.code(), imported.err());
        assertTrue(imported.json().get("files").has("unet/model.onnx"), imported.out());
    }

    private Outcome models(Object... words) {
        return elsewhere.models(words);
    }

    private Outcome generate(String out, Object... more) {
        return elsewhere.generate(
                List.of(
                        "--model",
                        NAME,
                        "--prompt",
                        "a long scratch on steel",
                        "--steps",
                        4,
                        "--out",
                        folder.resolve(out)),
                more);
    }
}
