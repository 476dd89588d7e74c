package dev.flawsmith.augmentation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.ToyModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is not painted onto, by name and before work. */
@Timeout(60)
class OntoRefusalTest {
    @TempDir
    private Path folder;

    private final OntoFixture fixture = new OntoFixture(ToyModels.UNCHECKED);

    @AfterEach
    void close() {
        fixture.close();
    }

    private String spec(Path photos) {
        return String.format(OntoFixture.SPEC, photos);
    }

    @Test
    void nothingPaintedIsRefusedUnderItsOwnName() throws Exception {
        String spec = spec(OntoFixture.photos(folder)) + "seam: 64\ncandidates: 3\n"
                + "region: {x: 3, y: 4, width: 9, height: 8}\nstrength: 1\nrepaint_passes: 1\n";
        DatasetOutcome outcome = fixture.run(spec, folder.resolve("out"), false, DatasetListener.NONE);
        assertFalse(outcome.complete());
        assertTrue(String.valueOf(outcome.failure()).contains("unchanged 3"), outcome.failure());
    }

    @Test
    void whatCannotBePaintedOntoIsNamedBeforeWork() throws Exception {
        Path photos = OntoFixture.photos(folder);
        String spec = spec(photos);
        refused("seam: expected onto", "model: toy\nclasses: {pit: 1}\nseed: 1\nseam: 2\n");
        refused("region: expected onto", "model: toy\nclasses: {pit: 1}\nseed: 1\nregion: somewhere\n");
        refused("size: expected none beside onto", spec + "size: 32\n");
        refused("include: expected none beside onto", spec + "include: " + photos + "\n");
        refused(
                "checks.frechet_distance: expected none beside onto",
                spec + "reference: " + photos + "\nchecks: {frechet_distance: {at_most: 1}}\n");
        refused("region", spec + "region: elsewhere\n");
        refused("strength", spec + "strength: 0\n");
        refused("region: expected a box of at least", spec + "region: {x: 20, y: 1, width: 8, height: 4}\n");
        refused("onto", spec(folder.resolve("nowhere")));
        refused(
                "onto: expected models that can paint into a photo, found drawn",
                spec.replace("model: toy", "model: drawn").replace("7,", "0,"),
                new DatasetFixture());
        OntoFixture.write(photos.resolve("3.png"), OntoFixture.surface(25, OntoFixture.HEIGHT, 3));
        refused("onto: expected photos of one size", spec);
        Files.writeString(photos.resolve("3.png"), "no pixels");
        refused("found 3.png: ", spec);
        Path small = Files.createDirectories(folder.resolve("small"));
        OntoFixture.write(small.resolve("1.png"), OntoFixture.surface(15, 30, 3));
        refused("onto: 1.png: expected at least 16x16 pixels", spec(small));
    }

    @Test
    void aClassFolderBesideItsSplitsIsNamed() throws Exception {
        Path photos = OntoFixture.photos(folder);
        Path splits = folder.resolve("splits.csv");
        Files.writeString(splits, "file,class,split\nelsewhere/0.png,elsewhere,test\n");
        assertTrue(fixture.run(spec(photos), folder.resolve("whole"), false, DatasetListener.NONE)
                .complete());
        Files.writeString(splits, "file,class,split\ngood parts/0.png,good parts,test\n");
        refused("onto: " + photos + ": expected photos that no splits.csv beside their folder names", spec(photos));
    }

    private void refused(String message, String spec) {
        RuntimeException refused = assertThrows(
                RuntimeException.class, () -> fixture.run(spec, folder.resolve("out"), false, DatasetListener.NONE));
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
        assertFalse(Files.exists(folder.resolve("out")), "nothing is made");
    }

    private void refused(String message, String spec, DatasetFixture other) {
        try (other) {
            SpecException refused = assertThrows(
                    SpecException.class,
                    () -> other.run(spec, folder.resolve("out"), false, null, DatasetListener.NONE));
            assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
        }
    }

    @Test
    void datasetsAndTheirOwnFolderAreNoPhotos() throws Exception {
        Path photos = OntoFixture.photos(folder);
        AugmentationException inside = assertThrows(
                AugmentationException.class,
                () -> fixture.run(spec(photos), photos.resolve("out"), false, DatasetListener.NONE));
        assertTrue(String.valueOf(inside.getMessage()).contains("lie apart from the dataset"), inside.getMessage());
        Path out = folder.resolve("made");
        assertTrue(fixture.run(spec(photos), out, false, DatasetListener.NONE).complete());
        SpecException again = assertThrows(
                SpecException.class, () -> fixture.run(spec(out), folder.resolve("out"), false, DatasetListener.NONE));
        assertTrue(String.valueOf(again.getMessage()).contains("found a dataset that augment has made"));
    }

    @Test
    void aHoldoutPhotoIsNamedBeforeWork() throws Exception {
        Path photos = OntoFixture.photos(folder);
        PixelImage holdout = OntoFixture.surface(16, 16, 77);
        Path few = Files.createDirectories(folder.resolve("few"));
        OntoFixture.write(few.resolve("held.png"), holdout);
        OntoFixture.write(few.resolve("other.png"), OntoFixture.surface(16, 16, 78));
        try (OntoFixture guarded = new OntoFixture(ToyModels.heldOut(List.of(holdout)))) {
            SpecException refused = assertThrows(
                    SpecException.class,
                    () -> guarded.run(spec(few), folder.resolve("out"), false, DatasetListener.NONE));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("onto: held.png: expected a photo that the model's"),
                    refused.getMessage());
            assertFalse(Files.exists(folder.resolve("out")));
            assertTrue(guarded.run(spec(photos), folder.resolve("guarded"), false, DatasetListener.NONE)
                    .complete());
        }
    }
}
