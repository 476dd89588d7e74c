package dev.flawsmith.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetJobTest {
    @TempDir
    private Path folder;

    private final DatasetFixture fixture = new DatasetFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theManifestTellsAllAndTheVerifierFindsWhatWasChanged() throws Exception {
        Path out = folder.resolve("out");
        fixture.run(DatasetFixture.SPEC, out, false, null, DatasetListener.NONE);
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
                (recipe, photo) -> DatasetVerifier.Redrawn.of(fixture.synthesizer
                        .replay(recipe, dev.flawsmith.synthesis.SynthesisListener.NONE)
                        .images()
                        .join()
                        .get(0)),
                50, // of 120: no stride gives as many
                null,
                0,
                image -> seen.merge(image.className(), 1, Integer::sum));
        assertEquals(50, drawn);
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
        long unused = changed.redraw(
                (recipe, photo) -> {
                    throw new AssertionError("none was to be drawn");
                },
                0,
                null,
                0,
                image -> {});
        assertEquals(3, changed.problems().size(), "each is told once");
    }

    @Test
    void classesAreFilledUpToTheLargestAndRealPhotosGoToTrain() throws Exception {
        Path photos = DatasetFixture.photos(folder);
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
                String.format(DatasetFixture.GATED, DatasetFixture.photos(folder)),
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
                DatasetFixture.SPEC + "checks: {brightness: {min: 0, max: 100, outside: 0.05}}\n",
                folder.resolve("dark"),
                false,
                null,
                DatasetListener.NONE);
        assertTrue(String.valueOf(outcome.failure()).contains("stopped early"), outcome.failure());
        assertTrue(String.valueOf(outcome.failure()).contains("7 images outside"), outcome.failure());
        assertTrue(outcome.synthetic() < 60, outcome.synthetic() + " drawn");
    }

    @Test
    void aClassifierOfOneClassIsToldBeforeAnyWork() throws Exception {
        Path photos = DatasetFixture.photos(folder);
        Path one = Files.createDirectories(folder.resolve("one"));
        Files.move(photos.resolve("pit"), one.resolve("pit"));
        SpecException e = assertThrows(
                SpecException.class,
                () -> fixture.run(
                        "model: drawn\nclasses: {pit: 3}\nseed: 1\nreference: " + one + "\nquality: {at_least: 0.5}\n",
                        folder.resolve("x"),
                        false,
                        (image, className) -> 1,
                        DatasetListener.NONE));
        assertTrue(String.valueOf(e.getMessage()).contains("at least two classes"), e.getMessage());
    }

    @Test
    void whatAModelCannotDoIsToldBeforeAnyWork() throws Exception {
        Path photos = DatasetFixture.photos(folder);
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
                        "Do not use the images of scratch: drawn learnt that class from 3 photos, fewer than 20: expect"
                                + " copies and blurred ones. What was learnt from 10 a class made a classifier worse by .057"
                                + " (docs/datasets.md)."),
                few.warnings(DatasetFixture.order(DatasetFixture.SPEC)));
    }
}
