package dev.flawsmith.cli;

import static dev.flawsmith.cli.AuditFixture.audit;
import static dev.flawsmith.cli.AuditFixture.says;
import static dev.flawsmith.cli.AuditFixture.worked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.RandomTexture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code audit} of sets that overlap, are one folder, or hold odd images. */
final class AuditSetsTest {
    @TempDir
    private Path folder;

    private AuditFixture sets;

    @BeforeEach
    void open() {
        sets = new AuditFixture(folder);
    }

    @Test
    void holdoutPhotosOfTrainAreReportedAndLeftOut() throws IOException {
        Path holdout = sets.holdout();
        sets.image("holdout", "900", RandomTexture.of(1010));
        sets.image("holdout", "901", RandomTexture.changed(RandomTexture.of(1011), 1, 20, 1, 1));
        CommandLine.Outcome outcome = audit(sets.train(), holdout, sets.synthetic(), "--json");
        worked(outcome);
        says(outcome, "near-duplicates", "train/010.png", "holdout/900.png", "train/011.png", "holdout/901.png");
        JsonNode json = outcome.json();
        assertEquals(2, json.path("duplicates_across").size());
        assertEquals(4, json.path("n").path("duplicates_across").asInt());
        assertEquals(58, json.path("n").path("train_units").asInt());
        assertEquals(30, json.path("n").path("holdout_units").asInt());
        assertEquals(
                holdout.resolve("900.png").toString(),
                json.path("duplicates_across").path(0).path(1).asText());
    }

    @Test
    void splitsOfOneFolderAreItsTrainAndItsHoldout() throws IOException {
        Path photos = sets.path("photos");
        sets.textures("photos/a", 50, 1000);
        sets.textures("photos/b", 50, 2000);
        StringBuilder csv = new StringBuilder("file,class,split\n");
        String[] splits = {"train", "train", "train", "holdout", "test"};
        for (String name : List.of("a", "b")) {
            for (int i = 0; i < 50; i++) {
                csv.append(String.format("%s/%03d.png,%s,%s%n", name, i, name, splits[i % 5]));
            }
        }
        Files.writeString(photos.resolve("splits.csv"), csv);
        CommandLine.Outcome outcome = audit(photos, photos, sets.synthetic(), "--json");
        worked(outcome);
        says(outcome, "train is the split train, holdout the split holdout");
        assertEquals(60, outcome.json().path("n").path("train").asInt());
        assertEquals(20, outcome.json().path("n").path("holdout").asInt());
        CommandLine.Outcome other = audit(photos, photos, sets.path("synthetic"), "--holdout-split", "test", "--json");
        worked(other);
        assertFalse(outcome.json().path("legacy").equals(other.json().path("legacy")));
    }

    @Test
    void oddImagesAreWarnedOf() throws IOException {
        Path synthetic = sets.synthetic();
        sets.image("synthetic", "100", AuditFixture.constant(90));
        sets.image("synthetic", "101", new PixelImage(48, 96, 1, new byte[48 * 96]));
        CommandLine.Outcome outcome = audit(sets.train(), sets.holdout(), synthetic, "--json");
        worked(outcome);
        says(outcome, "warning: synthetic has images of 2 sizes (1 of 48x96, 41 of 64x64)");
        says(outcome, "warning: synthetic has 2 images of one grey level", "100.png, 101.png");
        assertTrue(AuditFixture.VERDICTS.contains(outcome.json().path("verdict").asText()));
        assertEquals(0, outcome.json().path("verbatim").size());
    }

    @Test
    void constantPhotosOfBothSidesAccuseNobody() throws IOException {
        Path train = sets.train();
        Path holdout = sets.holdout();
        Path synthetic = sets.synthetic();
        for (String set : List.of("train", "holdout", "synthetic")) {
            sets.image(set, "100", AuditFixture.constant(set.length() * 9));
        }
        CommandLine.Outcome outcome = audit(train, holdout, synthetic, "--json");
        worked(outcome);
        says(outcome, "warning: train has 1 images of one grey level", "100.png");
        assertEquals(0, outcome.json().path("verbatim").size());
        assertEquals(1, outcome.json().path("duplicates_across").size());
    }

    @Test
    void realPhotosGivenAsSyntheticAreWarnedOf() throws IOException {
        Path train = sets.train();
        CommandLine.Outcome outcome = audit(train, sets.holdout(), train, "--json");
        worked(outcome);
        says(outcome, "warning: synthetic is the same as a set of real images, " + train);
        assertEquals("copies_found", outcome.json().path("verdict").asText());
    }
}
