package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentCommandTest {
    @TempDir
    private Path folder;

    private Path spec(String text) throws IOException {
        return Files.writeString(folder.resolve("spec.yaml"), text);
    }

    private CommandLine.Outcome augment(String text, String... more) throws IOException {
        Object[] args = new Object[5 + more.length];
        args[0] = "augment";
        args[1] = "--spec";
        args[2] = spec(text);
        args[3] = "--out";
        args[4] = folder.resolve("out");
        System.arraycopy(more, 0, args, 5, more.length);
        return CommandLine.run(args);
    }

    @Test
    void aDatasetIsMadeAndVerified() throws Exception {
        CommandLine.Outcome made = augment("""
                name: made-up
                model: procedural
                size: 32
                classes: {scratch: 12, pit: 8}
                seed: 3
                formats: [imagefolder, coco, yolo, yolo-segmentation, voc, mvtec, webdataset, parquet]
                checks: {class_shares: {scratch: [0.5, 0.7]}, contrast: {min: 1}}
                """, "--json");
        assertEquals(Main.OK, made.code(), made.err());
        JsonNode json = made.json();
        assertEquals("complete", json.path("status").asText());
        assertEquals(12, json.at("/classes/scratch").asInt());
        assertEquals(2, json.path("checks").size());
        Path out = folder.resolve("out");
        for (String format : new String[] {
            "imagefolder", "coco", "yolo", "yolo-segmentation", "voc", "mvtec", "webdataset", "parquet"
        }) {
            assertTrue(Files.isDirectory(out.resolve(format)), format);
        }
        assertTrue(Files.isRegularFile(out.resolve("samples.png")));

        CommandLine.Outcome whole = CommandLine.run("augment", "--verify", out, "--redraw", "all", "--json");
        assertEquals(Main.OK, whole.code(), whole.err());
        assertTrue(whole.json().path("whole").asBoolean());
        assertEquals(20, whole.json().path("redrawn").asInt());

        PixelImage other =
                new ProceduralGenerator().generate("pit", 999, 32, 32).image();
        Path image = out.resolve("images/pit/0000012.png");
        Files.write(image, Png.encode(other, Png.readText(Files.readAllBytes(image))));
        CommandLine.Outcome changed = CommandLine.run("augment", "--verify", out, "--image", 12, "--json");
        assertEquals(Main.FAILURE, changed.code(), changed.err());
        String problems = changed.json().path("problems").toString();
        assertTrue(problems.contains("0000012.png: expected SHA-256"), problems);
        assertTrue(problems.contains("levels off"), problems);
    }

    @Test
    void aDatasetOfRealPhotosReferenceSaysHowFaithfulItIs() throws IOException {
        CommandLine.Outcome made = augment("""
                model: procedural
                size: 32
                classes: {scratch: 8, pit: 6}
                seed: 3
                reference: %s
                quality: {at_least: 0, steps: 3}
                checks: {frechet_distance: {at_most: 100, encoder: pixel}}
                """.formatted(reference()), "--json");
        assertEquals(Main.OK, made.code(), made.err());
        assertEquals(
                "checks.frechet_distance", made.json().at("/checks/0/check").asText());
        JsonNode manifest =
                new ObjectMapper().readTree(folder.resolve("out/manifest.json").toFile());
        assertTrue(
                manifest.at("/figures/fidelity/frechet_distance").isNumber(),
                manifest.path("figures").toString());
        assertEquals(64, manifest.path("classifier_sha256").asText().length());
        assertTrue(manifest.at("/images/0/quality").isNumber());
        assertTrue(Files.readString(folder.resolve("out/README.md")).contains("## Fidelity"));
    }

    private Path reference() throws IOException {
        for (String name : new String[] {"scratch", "pit"}) {
            for (int i = 0; i < 8; i++) {
                Path file = folder.resolve("photos").resolve(name).resolve(i + ".png");
                Files.createDirectories(file.getParent());
                Files.write(
                        file,
                        Png.encode(
                                new ProceduralGenerator()
                                        .generate(name, 500 + i, 32, 32)
                                        .image(),
                                Map.of()));
            }
        }
        return folder.resolve("photos");
    }

    @Test
    void aCheckThatFailsMakesTheCommandFail() throws IOException {
        CommandLine.Outcome failed = augment("""
                model: procedural
                size: 32
                classes: {scratch: 30}
                seed: 3
                checks: {contrast: {min: 200}}
                """, "--json");
        assertEquals(Main.FAILURE, failed.code());
        assertEquals("failed", failed.json().path("status").asText());
        assertTrue(failed.err().contains("stopped early"), failed.err());
        assertFalse(Files.exists(folder.resolve("out")));
        assertTrue(Files.exists(folder.resolve("out.failed/manifest.json")));
    }

    @Test
    void badInputIsNamed() throws IOException {
        String good = "model: procedural\nclasses: {scratch: 3}\nseed: 1\n";
        expect(augment(good + "clases: {pit: 3}\n"), "line 4: clases: expected one of name,");
        expect(augment(good.replace("scratch", "scrach")), "line 2: classes.scrach: expected classes of procedural");
        expect(augment(good.replace("procedural", "nothing-like-it")), "model: expected one of");
        expect(augment(good.replace("scratch: 3", "scratch: 1000000000")), "1,000,000,000 images, about");
        expect(augment(good, "--resume"), "resume: expected an unfinished dataset");
        expect(augment("model: procedural\nbalance: {like: nowhere, to: max}\nseed: 1\n"), "balance.like: nowhere");
        expect(
                augment("model: procedural\nsize: 32\nclasses: {pit: 3}\nseed: 1\nreference: " + reference()
                        + "\nchecks: {frechet_distance: {at_most: 1, encoder: inception}}\n"),
                "encoder: expected one of pixel");
        expect(CommandLine.run("augment", "--out", folder.resolve("out")), "spec: expected a file");
        expect(CommandLine.run("augment", "--spec", folder, "--out", folder.resolve("out")), "found the folder");
        expect(CommandLine.run("augment", "--verify", folder), "verify: expected a dataset with a manifest.json");
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/thesis.txt"), "years of work");
        expect(augment(good), "out: expected an empty folder, found other files");
        assertEquals("years of work", Files.readString(folder.resolve("out/thesis.txt")));
    }

    private static void expect(CommandLine.Outcome outcome, String message) {
        assertEquals(Main.BAD_INPUT, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains(message), outcome.err());
    }

    @Test
    void theSchemaIsPublished() throws IOException {
        CommandLine.Outcome schema = CommandLine.run("augment", "--schema");
        assertEquals(Main.OK, schema.code());
        assertTrue(new ObjectMapper()
                .readTree(schema.out())
                .at("/properties/balance")
                .isObject());
    }
}
