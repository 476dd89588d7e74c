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
        CommandLine.photos(photos, 12, "scratch", "patch");
        vae = shared.resolve("vae");
        CommandLine.Outcome first =
                CommandLine.run("train-vae", "--data", photos, "--out", vae, "--size", 16, "--images", 1024, "--json");
        assertEquals(Main.OK, first.code(), first.err());
        assertTrue(first.json().get("psnr").asDouble() > 10, first.out());
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
    void anAutoencoderThatHasSeenHoldoutPhotosIsRefused() throws IOException {
        Path other = folder.resolve("other.csv");
        String splits = Files.readString(vae.resolve("splits.csv"));
        assertTrue(splits.contains(",holdout,"), splits);
        Files.writeString(
                other,
                splits.replace(",train,", ",x,").replace(",holdout,", ",train,").replace(",x,", ",holdout,"));
        Path seen = folder.resolve("seen");
        CommandLine.Outcome trained = CommandLine.run(
                "train-vae", "--data", photos, "--splits", other, "--out", seen, "--size", 16, "--images", 16);
        assertEquals(Main.OK, trained.code(), trained.err());
        bad(
                "vae: expected an autoencoder that has learnt from no holdout photo",
                "train",
                "--data",
                photos,
                "--vae",
                seen,
                "--out",
                folder.resolve("a"),
                "--images",
                8);
    }

    @Test
    void anAutoencodersFolderIsNotWrittenOver() throws IOException {
        Path finished = folder.resolve("finished");
        Files.createDirectories(finished);
        Files.copy(vae.resolve(VaeDescriptor.FILE), finished.resolve(VaeDescriptor.FILE));
        bad(
                "out: expected a folder without a model or an autoencoder, found vae.json",
                "train-vae",
                "--data",
                photos,
                "--out",
                finished,
                "--size",
                16,
                "--images",
                16);
        bad(
                "size: expected photos of at least 1 pixel, found 0",
                "train-vae",
                "--data",
                photos,
                "--out",
                folder.resolve("a"),
                "--images",
                8,
                "--size",
                0);
        bad(
                "channels: expected 1 (grey) or 3 (RGB), found 2",
                "train-vae",
                "--data",
                photos,
                "--out",
                folder.resolve("a"),
                "--images",
                8,
                "--channels",
                2);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        bad(
                "size: expected the autoencoder's 16",
                "train",
                "--data",
                photos,
                "--vae",
                vae,
                "--out",
                folder.resolve("a"),
                "--images",
                8,
                "--size",
                24);
        bad(
                "channels: expected the autoencoder's 1",
                "train",
                "--data",
                photos,
                "--vae",
                vae,
                "--out",
                folder.resolve("a"),
                "--images",
                8,
                "--channels",
                3);
        bad(
                "augment: expected none",
                "train",
                "--data",
                photos,
                "--vae",
                vae,
                "--out",
                folder.resolve("a"),
                "--images",
                8,
                "--augment",
                0.1);
        bad(
                "expected an autoencoder's folder with vae.json",
                "train",
                "--data",
                photos,
                "--vae",
                folder,
                "--out",
                folder.resolve("a"),
                "--images",
                8);
        bad(
                "distil: expected a model on pixels",
                "train",
                "--data",
                photos,
                "--distil",
                model,
                "--out",
                folder.resolve("a"),
                "--images",
                8);
        bad(
                "size: expected an image size divisible by 4, found 18",
                "train-vae",
                "--data",
                photos,
                "--out",
                folder.resolve("a"),
                "--images",
                8,
                "--size",
                18);
        bad(
                "out: expected an empty folder or --resume",
                "train-vae",
                "--data",
                photos,
                "--out",
                vae,
                "--images",
                8,
                "--size",
                16);
    }

    private static void bad(String message, Object... words) {
        CommandLine.Outcome outcome = CommandLine.run(words);
        assertEquals(Main.BAD_INPUT, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains(message), outcome.err());
    }
}
