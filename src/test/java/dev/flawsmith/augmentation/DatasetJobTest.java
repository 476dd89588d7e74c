package dev.flawsmith.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetJobTest {
    private static final String SPEC = """
            model: drawn
            classes: {scratch: 70, pit: 50}
            seed: 7
            near_duplicates: 0.6
            splits: {train: 4, validation: 1}
            formats: [imagefolder, coco, webdataset, parquet]
            """;

    /** Refuses a third of all images, by their pixels alone. */
    private static final QualityGate GATE = (image, className) ->
            Integer.remainderUnsigned(java.util.Arrays.hashCode(image.samples()), 3) == 0 ? 0.2 : 0.9;

    private static final String GATED = SPEC + "quality: {at_least: 0.5}\nreference: %s\n";

    @TempDir
    private Path folder;

    private final DatasetFixture fixture = new DatasetFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** A kill: nothing after an image is written. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static DatasetListener killedAt(long index) {
        return new DatasetListener() {
            @Override
            public void accepted(DatasetImage image) {
                if (image.index() == index) {
                    throw new Killed();
                }
            }
        };
    }

    private Path photos() throws IOException {
        Path photos = folder.resolve("photos");
        for (String name : new String[] {"scratch", "pit"}) {
            for (int i = 0; i < (name.equals("pit") ? 4 : 6); i++) {
                Path file = photos.resolve(name).resolve(i + ".png");
                Files.createDirectories(file.getParent());
                PixelImage image = new ProceduralGenerator()
                        .generate(name, 9000 + i, 48, 40)
                        .image();
                Files.write(file, Png.encode(image, Map.of()));
            }
        }
        return photos;
    }

    @Test
    void killedTwiceAndResumedItEndsWithTheSameBytes() throws Exception {
        String spec = String.format(GATED, photos());
        Path whole = folder.resolve("whole");
        DatasetOutcome outcome = fixture.run(spec, whole, false, GATE, DatasetListener.NONE);
        assertTrue(outcome.complete(), outcome.failure());
        assertEquals(Map.of("scratch", 70L, "pit", 50L), outcome.classes());
        assertTrue(
                outcome.rejected().getOrDefault(Rejection.QUALITY, 0L) > 20,
                outcome.rejected().toString());
        assertTrue(
                outcome.rejected().getOrDefault(Rejection.NEAR_DUPLICATE, 0L) > 0,
                outcome.rejected().toString());

        Path killed = folder.resolve("killed");
        assertThrows(Killed.class, () -> fixture.run(spec, killed, false, GATE, killedAt(13)));
        assertFalse(Files.exists(killed.resolve(DatasetFolder.MANIFEST)));
        // A kill in the middle of a write leaves half a line, and a file that no line tells of.
        Files.writeString(
                killed.resolve(".flawsmith-augment/journal.jsonl"),
                "{\"index\":14,\"fi",
                java.nio.file.StandardOpenOption.APPEND);
        Files.writeString(killed.resolve("images/scratch/0000014.png"), "half");
        assertThrows(Killed.class, () -> fixture.run(spec, killed, true, GATE, killedAt(101)));
        // A file that a power failure emptied: it and all after it are drawn again.
        Files.write(killed.resolve("images/scratch/0000060.png"), new byte[0]);
        assertTrue(fixture.run(spec, killed, true, GATE, DatasetListener.NONE).complete());
        assertEquals(DatasetFixture.hashes(whole), DatasetFixture.hashes(killed));
    }

    @Test
    void anImageDependsOnSpecAndNumberAndNotOnTheNumberOfOthers() throws Exception {
        Path many = folder.resolve("many");
        fixture.run(SPEC, many, false, null, DatasetListener.NONE);
        Path few = folder.resolve("few");
        fixture.run(SPEC.replace("70", "10"), few, false, null, DatasetListener.NONE);
        for (int i = 0; i < 10; i++) {
            String name = String.format("images/scratch/%07d.png", i);
            assertEquals(Hashes.sha256(many.resolve(name)), Hashes.sha256(few.resolve(name)));
        }
    }

    @Test
    void theManifestTellsAllAndTheVerifierFindsWhatWasChanged() throws Exception {
        Path out = folder.resolve("out");
        fixture.run(SPEC, out, false, null, DatasetListener.NONE);
        JsonNode manifest =
                new ObjectMapper().readTree(out.resolve(DatasetFolder.MANIFEST).toFile());
        assertEquals("complete", manifest.path("status").asText());
        assertEquals(120, manifest.path("images").size());
        assertEquals(7, manifest.at("/spec/seed").asInt());
        assertEquals(50, manifest.at("/synthetic/pit").asInt());
        assertEquals("0123456789abcdef0123", manifest.at("/models/0/sha256").asText());
        assertFalse(Files.exists(out.resolve(".flawsmith-augment")));

        DatasetVerifier clean = new DatasetVerifier(out);
        clean.hashes();
        Map<String, Integer> seen = new HashMap<>();
        long drawn = clean.redraw(
                recipe -> fixture.synthesizer
                        .replay(recipe, dev.flawsmith.synthesis.SynthesisListener.NONE)
                        .images()
                        .join()
                        .get(0)
                        .released()
                        .image(),
                10,
                null,
                0,
                image -> seen.merge(image.className(), 1, Integer::sum));
        assertEquals(12, drawn);
        assertEquals(java.util.Set.of("scratch", "pit"), seen.keySet());
        assertEquals(java.util.List.of(), clean.problems());

        Path coco = out.resolve("coco/annotations/instances_train.json");
        Files.writeString(coco, Files.readString(coco) + " ");
        Files.delete(out.resolve("images/pit/0000100.png"));
        Files.writeString(out.resolve("more.txt"), "x");
        DatasetVerifier changed = new DatasetVerifier(out);
        changed.hashes();
        String problems = String.join("\n", changed.problems());
        assertTrue(problems.contains("instances_train.json: expected SHA-256"), problems);
        assertTrue(problems.contains("0000100.png: expected this file, found none"), problems);
        assertTrue(problems.contains("more.txt: expected only"), problems);
        assertEquals(3, changed.problems().size(), problems);
    }

    @Test
    void classesAreFilledUpToTheLargestAndRealPhotosGoToTrain() throws Exception {
        Path photos = photos();
        Path out = folder.resolve("balanced");
        DatasetOutcome outcome = fixture.run(
                "model: drawn\nbalance: {like: " + photos + ", to: 9}\ninclude: " + photos + "\nseed: 1\n"
                        + "splits: {train: 1, test: 1}\nchecks: {class_shares: equal}\n",
                out,
                false,
                null,
                DatasetListener.NONE);
        assertTrue(outcome.complete(), outcome.failure());
        assertEquals(Map.of("scratch", 9L, "pit", 9L), outcome.classes());
        assertEquals(8, outcome.synthetic());
        assertEquals(10, outcome.real());
        JsonNode images = new ObjectMapper()
                .readTree(out.resolve(DatasetFolder.MANIFEST).toFile())
                .path("images");
        for (JsonNode image : images) {
            if (image.path("origin").asText().equals("real")) {
                assertEquals("train", image.path("split").asText());
                PixelImage png = Png.decode(Files.readAllBytes(
                        out.resolve("images").resolve(image.path("file").asText())));
                assertEquals(DatasetFixture.SIZE, png.width());
            }
        }
        String card = Files.readString(out.resolve("README.md"));
        assertTrue(card.contains("| pit | 4 | 5 | 9 | 4 |"), card);
        assertTrue(card.contains("| scratch | 6 | 3 | 9 | 6 |"), card);
    }

    @Test
    void aClassThatCannotBeFilledSaysSoAndIsSetApart() throws Exception {
        Path out = folder.resolve("out");
        DatasetOutcome outcome = fixture.run(
                String.format(GATED, photos()),
                out,
                false,
                (image, className) -> className.equals("pit") ? 0 : 1,
                DatasetListener.NONE);
        assertFalse(outcome.complete());
        assertTrue(String.valueOf(outcome.failure()).contains("class pit cannot be filled"), outcome.failure());
        assertTrue(String.valueOf(outcome.failure()).contains("quality 20"), outcome.failure());
        assertFalse(Files.exists(out));
        Path failed = folder.resolve("out.failed");
        assertEquals(failed.toAbsolutePath(), outcome.folder());
        assertTrue(Files.readString(failed.resolve("README.md")).contains("FAILED"));
        assertFalse(Files.exists(failed.resolve("coco")), "nobody may take it for a dataset");
        AugmentationException again = assertThrows(AugmentationException.class, () -> DatasetFolder.check(out, false));
        assertTrue(String.valueOf(again.getMessage()).contains("out.failed"), again.getMessage());
    }

    @Test
    void aCheckThatIsLostStopsTheWorkWithItsFigures() throws Exception {
        DatasetOutcome outcome = fixture.run(
                SPEC + "checks: {brightness: {min: 0, max: 100, outside: 0.05}}\n",
                folder.resolve("dark"),
                false,
                null,
                DatasetListener.NONE);
        assertTrue(String.valueOf(outcome.failure()).contains("stopped early"), outcome.failure());
        assertTrue(String.valueOf(outcome.failure()).contains("7 images outside"), outcome.failure());
        assertTrue(outcome.synthetic() < 60, outcome.synthetic() + " drawn");
    }

    @Test
    void whatAModelCannotDoIsToldBeforeAnyWork() throws Exception {
        Path photos = photos();
        SpecException e = assertThrows(
                SpecException.class,
                () -> fixture.run(
                        "model: drawn\nclasses: {scratch: 3, scrach: 4}\nprompts: {scratch: [{text: t}]}\nseed: 1\n"
                                + "include: " + photos + "\nformats: [coco]\nsampler: {steps: 3}\n"
                                + "checks: {class_shares: {scratch: [0.9, 1]}}\n",
                        folder.resolve("x"),
                        false,
                        null,
                        DatasetListener.NONE));
        String all = String.valueOf(e.getMessage());
        assertTrue(all.contains("line 2: classes.scrach: expected classes of drawn"), all);
        assertTrue(all.contains("prompts.scratch: expected a model that takes prompts"), all);
        assertTrue(all.contains("formats: expected images whose defects are known for coco"), all);
        assertTrue(all.contains("checks.class_shares.scratch: expected 90.00 % to 100.0 %"), all);
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void moreThanTheDiskHoldsIsRefusedBeforeAnyWork() {
        AugmentationException e = assertThrows(
                AugmentationException.class,
                () -> fixture.run(
                        "model: drawn\nclasses: {scratch: 1000000000000}\nseed: 1\n",
                        folder.resolve("x"),
                        false,
                        null,
                        DatasetListener.NONE));
        assertTrue(String.valueOf(e.getMessage()).contains("1,000,000,000,000 images, about"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void aFolderOfSomethingElseAndAnotherSpecAreRefused() throws Exception {
        Path out = folder.resolve("out");
        assertThrows(AugmentationException.class, () -> DatasetFolder.check(out, true));
        assertThrows(Killed.class, () -> fixture.run(SPEC, out, false, null, killedAt(5)));
        assertThrows(AugmentationException.class, () -> DatasetFolder.check(out, false));
        AugmentationException other = assertThrows(
                AugmentationException.class,
                () -> fixture.run(SPEC.replace("70", "71"), out, true, null, DatasetListener.NONE));
        assertTrue(String.valueOf(other.getMessage()).contains("expected the same plan"), other.getMessage());
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("thesis.txt"), "years of work");
        assertThrows(AugmentationException.class, () -> DatasetFolder.check(full, false));
        assertTrue(fixture.run(SPEC, out, true, null, DatasetListener.NONE).complete());
        assertThrows(AugmentationException.class, () -> DatasetFolder.check(out, true));
    }

    @Test
    void tooFewPhotosToLearnFromAreSaidInPlainWords() {
        DatasetTools tools = fixture.tools(null);
        DatasetTools few = new DatasetTools(
                tools.synthesizer(),
                64,
                null,
                null,
                Map.of(),
                null,
                Map.of("drawn", Map.of("scratch", 3L, "pit", 40L)),
                "test");
        assertEquals(
                java.util.List.of(
                        "Do not use the images of scratch: drawn learnt that class from 3 photos, and below 10 it"
                                + " can only repeat them."),
                few.warnings(DatasetFixture.order(SPEC).plan()));
    }
}
