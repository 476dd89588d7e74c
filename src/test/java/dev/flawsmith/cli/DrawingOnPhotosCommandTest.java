package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.cli.CommandLine.Outcome;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.model.DenoiserDescriptor;
import dev.flawsmith.model.TinyDdpm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code generate} on photos; the photos are images that the tiny model has drawn before. */
class DrawingOnPhotosCommandTest {
    private static final String NAME = "tiny";

    @TempDir
    private Path folder;

    private ImportedModels elsewhere;
    private TinyDdpm tiny;
    private Path photo;

    @BeforeEach
    void photos() throws IOException {
        elsewhere = ImportedModels.in(folder);
        tiny = TinyDdpm.load();
        Outcome imported = elsewhere.models("import", tiny.folder(folder, DenoiserDescriptor.ONNX), NAME);
        assertEquals(Main.OK, imported.code(), imported.err());
        photo = ImportedModels.file(generate(0, "photos", "--n", 2, "--seed", 4));
        assertEquals(Main.OK, generate(1, "photos", "--n", 1, "--seed", 9).code());
    }

    private Outcome generate(int classIndex, String out, Object... more) {
        return generate(List.of("--class", tiny.classes().get(classIndex)), out, more);
    }

    private Outcome generate(List<Object> words, String out, Object... more) {
        List<Object> all = new ArrayList<>(List.of("--model", NAME, "--out", folder.resolve(out)));
        all.addAll(words);
        return elsewhere.generate(all, more);
    }

    private static PixelImage read(Path file) throws Exception {
        return ImageDecoder.decode(file, DecodeLimits.DEFAULT);
    }

    /** White in the left half. */
    private Path mask() throws Exception {
        PixelImage size = read(photo);
        byte[] samples = new byte[size.width() * size.height()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % size.width() < size.width() / 2 ? 255 : 0);
        }
        PixelImage mask = new PixelImage(size.width(), size.height(), 1, samples);
        return Files.write(folder.resolve("mask.png"), Png.encode(mask, Map.of()));
    }

    @Test
    void paintsIntoAPhotoWritesWhatStandsOutAndReplaysIt() throws Exception {
        Path mask = mask();
        Outcome painted = generate(
                1, "painted", "--init-image", photo, "--mask", mask, "--seed", 7, "--masks", folder.resolve("masks"));
        assertEquals(Main.OK, painted.code(), painted.err());
        Path file = ImportedModels.file(painted);
        PixelImage before = read(photo);
        PixelImage after = read(file);
        for (int y = 0; y < before.height(); y++) {
            for (int x = before.width() / 2; x < before.width(); x++) {
                assertEquals(before.sample(y, x, 0), after.sample(y, x, 0), y + ", " + x);
            }
        }
        PixelImage stands =
                read(folder.resolve("masks").resolve(tiny.classes().get(1)).resolve(file.getFileName()));
        assertEquals(before.width(), stands.width());
        Outcome alone = elsewhere.generate(List.of("--replay", file));
        assertEquals(Main.BAD_INPUT, alone.code());
        assertTrue(alone.err().contains("init_image: expected the one of SHA-256"), alone.err());
        Outcome again = elsewhere.generate(List.of("--replay", file, "--init-image", photo, "--mask", mask));
        assertEquals(Main.OK, again.code(), again.err());
        assertTrue(again.json().get("same_pixels").asBoolean(), again.out());
    }

    @Test
    void variesEveryPhotoOfAFolderWithinItsClass() throws Exception {
        Outcome varied = generate(
                List.of("--init-images", folder.resolve("photos"), "--strength", 0.5),
                "varied",
                "--n",
                3,
                "--seed",
                20);
        assertEquals(Main.OK, varied.code(), varied.err());
        JsonNode images = varied.json().get("images");
        assertEquals(9, images.size());
        for (int i = 0; i < 9; i++) {
            assertEquals(20 + i, images.get(i).get("seed").asInt());
            assertEquals(
                    tiny.classes().get(i < 6 ? 0 : 1),
                    images.get(i).get("class").asText());
        }
        Outcome one = generate(
                1,
                "one",
                "--init-image",
                folder.resolve("photos").resolve(tiny.classes().get(1)).resolve("9.png"),
                "--strength",
                0.5,
                "--seed",
                27);
        assertEquals(
                images.get(7).get("sha256").asText(),
                one.json().get("images").get(0).get("sha256").asText(),
                "a variation depends on its photo and its seed");
    }

    @Test
    void paintsIntoRegionsOfPhotosAndReplaysThem() throws Exception {
        Outcome painted = generate(
                1,
                "somewhere",
                "--init-image",
                photo,
                "--region",
                "somewhere",
                "--n",
                2,
                "--seed",
                7,
                "--masks",
                folder.resolve("masks"));
        assertEquals(Main.OK, painted.code(), painted.err());
        Path file = Path.of(painted.json().get("images").get(1).get("file").asText());
        Outcome again = elsewhere.generate(List.of("--replay", file, "--init-image", photo));
        assertEquals(Main.OK, again.code(), again.err());
        assertTrue(again.json().get("same_pixels").asBoolean(), again.out());
        String name = tiny.classes().get(1) + "/8.png";
        assertTrue(Files.exists(folder.resolve("masks").resolve(name)));

        Outcome every = generate(
                List.of("--init-images", folder.resolve("photos"), "--region", "somewhere"),
                "every",
                "--class",
                tiny.classes().get(1),
                "--seed",
                7);
        assertEquals(Main.OK, every.code(), every.err());
        assertEquals(3, every.json().get("images").size());
        assertEquals(
                painted.json().get("images").get(0).get("sha256").asText(),
                every.json().get("images").get(0).get("sha256").asText(),
                "the first photo and the same seed");

        Outcome boxed = generate(1, "boxed", "--init-image", photo, "--region", "2,3,7,8", "--seed", 7);
        assertEquals(Main.OK, boxed.code(), boxed.err());
        PixelImage before = read(photo);
        PixelImage after = read(ImportedModels.file(boxed));
        for (int i = 0; i < before.width() * before.height(); i++) {
            int x = i % before.width();
            int y = i / before.width();
            boolean within = x >= 2 && x < 9 && y >= 3 && y < 11;
            assertTrue(within || before.sample(y, x, 0) == after.sample(y, x, 0), y + ", " + x);
        }
    }

    @Test
    void refusesWhatItCannotDrawOn() throws Exception {
        Path notAnImage = Files.writeString(folder.resolve("words.png"), "no pixels");
        refused("init-image: ", generate(0, "out", "--init-image", notAnImage));
        refused("mask: expected a photo", generate(0, "out", "--mask", mask()));
        refused("region: expected a photo", generate(0, "out", "--region", "somewhere"));
        refused(
                "region: expected x,y,width,height",
                generate(0, "out", "--init-image", photo, "--region", "elsewhere"));
        refused(
                "region: expected a mask or a region, found both",
                generate(0, "out", "--init-image", photo, "--mask", mask(), "--region", "somewhere"));
        refused(
                "region: expected a box of at least 1x1 pixels within",
                generate(0, "out", "--init-image", photo, "--region", "0,0,999,2"));
        refused("strength: expected a photo", generate(0, "out", "--strength", 0.5));
        refused("strength: expected a number above 0", generate(0, "out", "--init-image", photo, "--strength", 1.2));
        refused(
                "init-images: expected one photo or a folder",
                generate(0, "out", "--init-image", photo, "--init-images", folder.resolve("photos")));
        refused("expected none beside --init-images", generate(0, "out", "--init-images", folder.resolve("photos")));
        Path strange = Files.createDirectories(folder.resolve("strange/moon"));
        Files.copy(photo, strange.resolve("1.png"));
        refused("init-images: moon/1.png", generate(List.of("--init-images", strange.getParent()), "out"));
        assertTrue(Files.notExists(folder.resolve("out")), "nothing is written");
    }

    private static void refused(String message, Outcome outcome) {
        assertEquals(Main.BAD_INPUT, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains(message), outcome.err());
    }
}
