package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.model.VaeDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An autoencoder and a model on its latents, from photos to images, as a user would make them. */
class LatentModelTest {
    @TempDir
    static Path shared;

    private static Path photos = Path.of(".");
    private static Path vae = Path.of(".");
    private static Path model = Path.of(".");

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainBoth() {
        photos = shared.resolve("photos");
        ToyLatents.learn(shared);
        vae = shared.resolve("vae");
        model = shared.resolve("latent");
        CommandLine.Outcome second = CommandLine.run(
                "train", "--data", photos, "--vae", vae, "--out", model, "--images", 64, "--batch", 8, "--json");
        assertEquals(Main.OK, second.code(), second.err());
    }

    @Test
    void thePackageSaysWhatItIs() throws IOException {
        JsonNode shown = CommandLine.run("models", "show", model, "--json").json();
        assertEquals("latent", shown.get("kind").asText());
        assertEquals(16, shown.get("resolution").asInt());
        assertEquals(4, shown.at("/network/image_channels").asInt());
        assertEquals(4, shown.at("/network/image_size").asInt());
        assertTrue(shown.get("files").has(VaeDescriptor.DECODER), shown.toString());
        String card = Files.readString(model.resolve("README.md"));
        assertTrue(card.contains("A latent-space denoising"), card);
        assertTrue(card.contains("holdout photos, encoded and decoded again"), card);
        assertEquals(Main.OK, CommandLine.run("models", "verify", model).code());
    }

    @Test
    void itDrawsImagesThatAReplayRepeats() throws IOException {
        Path out = folder.resolve("out");
        CommandLine.Outcome drawn = CommandLine.run(
                "generate",
                "--model",
                model,
                "--class",
                "scratch",
                "--n",
                2,
                "--seed",
                5,
                "--steps",
                4,
                "--guard",
                "flag",
                "--out",
                out,
                "--json");
        assertEquals(Main.OK, drawn.code(), drawn.err());
        Path image;
        try (Stream<Path> files = Files.walk(out)) {
            image = files.filter(f -> f.toString().endsWith(".png"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        CommandLine.Outcome again =
                CommandLine.run("generate", "--replay", image, "--model", model, "--out", folder.resolve("again"));
        assertEquals(Main.OK, again.code(), again.err());
        assertTrue((again.out() + again.err()).contains("same pixels"), again.out() + again.err());
    }

    @Test
    void itPaintsIntoAPhotoAndLeavesTheRestToTheLastBit() throws IOException, UnreadableImageException {
        Path photo = folder.resolve("photos/photo.png");
        Files.createDirectories(photo.getParent());
        CommandLine.Outcome drawn = CommandLine.run(
                "generate",
                "--model",
                "procedural",
                "--class",
                "patch",
                "--n",
                1,
                "--seed",
                9,
                "--size",
                16,
                "--out",
                folder.resolve("drawn"));
        assertEquals(Main.OK, drawn.code(), drawn.err());
        try (Stream<Path> files = Files.walk(folder.resolve("drawn"))) {
            Files.copy(
                    files.filter(f -> f.toString().endsWith(".png")).findFirst().orElseThrow(), photo);
        }
        Path out = folder.resolve("painted");
        CommandLine.Outcome painted = CommandLine.run(
                "generate",
                "--model",
                model,
                "--class",
                "scratch",
                "--n",
                1,
                "--init-image",
                photo,
                "--region",
                "3,2,7,9",
                "--steps",
                4,
                "--guard",
                "off",
                "--seed",
                4,
                "--out",
                out);
        assertEquals(Main.OK, painted.code(), painted.err());
        PixelImage before = Png.decode(Files.readAllBytes(photo));
        PixelImage after;
        try (Stream<Path> files = Files.walk(out)) {
            after = Png.decode(Files.readAllBytes(
                    files.filter(f -> f.toString().endsWith(".png")).findFirst().orElseThrow()));
        }
        int changed = 0;
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                boolean inside = x >= 3 && x < 10 && y >= 2 && y < 11;
                boolean same = before.sample(y, x, 0) == after.sample(y, x, 0);
                assertTrue(inside || same, "changed outside, at " + x + ", " + y);
                changed += same ? 0 : 1;
            }
        }
        assertTrue(changed > 20, changed + " of 63 pixels changed");
    }

    @Test
    void aDecoderThatIsDamagedIsRefusedByName() throws IOException {
        Path copy = folder.resolve("copy");
        try (Stream<Path> files = Files.walk(model)) {
            for (Path file :
                    files.filter(f -> !f.toString().contains(".training")).toList()) {
                Path to = copy.resolve(model.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        Files.write(copy.resolve(VaeDescriptor.DECODER), new byte[] {1});
        CommandLine.Outcome refused = CommandLine.run(
                "generate", "--model", copy, "--class", "patch", "--n", 1, "--out", folder.resolve("out"));
        assertNotEquals(Main.OK, refused.code(), refused.err());
        assertTrue(refused.err().contains(VaeDescriptor.DECODER + ": expected SHA-256"), refused.err());
    }

    @Test
    void itIsNoTeacher() {
        CommandLine.Outcome refused = CommandLine.run(
                "train", "--data", photos, "--distil", model, "--out", folder.resolve("a"), "--images", 8);
        assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
        assertTrue(refused.err().contains("distil: expected a model on pixels"), refused.err());
    }
}
