package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.cli.CommandLine.Outcome;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.model.TinyStableDiffusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photos drawn on by a pipeline from elsewhere, which needs its encoder for it. */
class ImportedEncoderTest {
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

    @Test
    void photosAreDrawnOnWhereThePipelineHasAnEncoder() throws IOException, UnreadableImageException {
        assertEquals(
                Main.OK,
                elsewhere
                        .models("import", TinyStableDiffusion.folder(folder, "unet"), NAME)
                        .code());
        Path photo = ImportedModels.file(elsewhere.generate(
                List.of("--model", NAME, "--prompt", "pit", "--seed", 3, "--out", folder.resolve("out"))));
        List<Object> drawing =
                List.of("--model", NAME, "--prompt", "pit", "--init-image", photo, "--out", folder.resolve("on"));
        double little = betweenSeeds(with(drawing, "--strength", 0.02));
        double much = betweenSeeds(with(drawing, "--strength", 0.9));
        assertTrue(little > 0 && little < 0.9 * much, "seeds differ by " + little + " and " + much);

        Files.delete(models.resolve(NAME).resolve("vae_encoder/model.onnx"));
        Outcome sealed = elsewhere.generate(drawing);
        assertNotEquals(Main.OK, sealed.code());
        assertTrue(sealed.err().contains("vae_encoder/model.onnx"), sealed.err());
    }

    @Test
    void withoutAnEncoderNoPhotoIsTaken() throws IOException {
        Path without = TinyStableDiffusion.folder(folder, "unet");
        Files.delete(without.resolve("vae_encoder/model.onnx"));
        assertEquals(
                Main.OK,
                CommandLine.run("models", "import", without, NAME, "--models", models)
                        .code());
        Path photo = ImportedModels.file(
                elsewhere.generate(List.of("--model", NAME, "--prompt", "pit", "--out", folder.resolve("out"))));
        Outcome refused = elsewhere.generate(
                List.of("--model", NAME, "--prompt", "pit", "--init-image", photo, "--out", folder.resolve("on")));
        assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
        assertTrue(refused.err().contains("init_image: expected none, found one"), refused.err());
        assertTrue(refused.err().contains("works on latents and has no encoder"), refused.err());
    }

    private static List<Object> with(List<Object> words, Object... more) {
        List<Object> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all;
    }

    /** How far two images are apart that differ in their seed alone: the less strength, the nearer to one photo both. */
    private double betweenSeeds(List<Object> drawing) throws IOException, UnreadableImageException {
        PixelImage[] images = new PixelImage[2];
        for (int i = 0; i < 2; i++) {
            Outcome drawn = elsewhere.generate(with(drawing, "--seed", i));
            assertEquals(Main.OK, drawn.code(), drawn.err());
            images[i] = Png.decode(Files.readAllBytes(ImportedModels.file(drawn)));
        }
        return distance(images[0], images[1]);
    }

    private static double distance(PixelImage a, PixelImage b) {
        double sum = 0;
        for (int i = 0; i < a.samples().length; i++) {
            sum += Math.abs((a.samples()[i] & 0xff) - (b.samples()[i] & 0xff));
        }
        return sum / a.samples().length;
    }
}
