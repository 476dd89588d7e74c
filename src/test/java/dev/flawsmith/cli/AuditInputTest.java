package dev.flawsmith.cli;

import static dev.flawsmith.cli.AuditFixture.audit;
import static dev.flawsmith.cli.AuditFixture.refused;
import static dev.flawsmith.cli.AuditFixture.selfTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an audit refuses, and that it names it. */
final class AuditInputTest {
    @TempDir
    private Path folder;

    private AuditFixture sets;

    @BeforeEach
    void open() {
        sets = new AuditFixture(folder);
    }

    @Test
    void featuresThatAreNoNumbers() throws IOException {
        float[][] bad = AuditFixture.gaussians(20, AuditFixture.COLUMNS, 5);
        bad[13][2] = Float.NaN;
        Path array = sets.array("bad.npy", bad);
        String named = "bad.npy: expected finite numbers, found NaN in row 13, column 2";
        refused(audit(sets.trainArray(), sets.holdoutArray(), array), named);
        refused(
                audit(array, sets.holdoutArray(), sets.syntheticArray()),
                "expected finite numbers, found NaN in row 13");
        bad[13][2] = Float.POSITIVE_INFINITY;
        refused(
                audit(sets.trainArray(), sets.array("bad.npy", bad), sets.syntheticArray()),
                "expected finite numbers, found Infinity");
    }

    @Test
    void featuresOfDifferentDimensions() throws IOException {
        Path other = sets.array("other.npy", AuditFixture.gaussians(30, 5, 1));
        refused(audit(sets.trainArray(), sets.holdoutArray(), other), "8", "5", "other.npy");
        refused(audit(sets.trainArray(), other, sets.syntheticArray()), "8", "5", "other.npy");
    }

    @Test
    void setsOfOne() throws IOException {
        Path one = sets.textures("one", 1, 9000);
        refused(audit(sets.train(), sets.holdout(), one), "synthetic: expected at least 2, found 1");
        refused(audit(one, sets.holdout(), sets.synthetic()), "train: expected at least 2, found 1");
        refused(audit(sets.train(), one, sets.synthetic()), "holdout: expected at least 2, found 1");
        refused(selfTest(one, one), "expected photos for splits of at least 2 for train");
        Path row = sets.array("row.npy", AuditFixture.gaussians(1, AuditFixture.COLUMNS, 1));
        refused(audit(sets.trainArray(), sets.holdoutArray(), row), "synthetic: expected at least 2, found 1");
        refused(audit(row, sets.holdoutArray(), sets.syntheticArray()), "train: expected at least 2, found 1");
        refused(selfTest(row, row), "expected photos for splits of at least 2 for train");
    }

    @Test
    void oneFolderForBothSides() throws IOException {
        Path photos = sets.train();
        refused(
                audit(photos, photos, sets.synthetic()),
                "warning: train and holdout are the same, " + photos,
                "warning: train and holdout share near-duplicates",
                "found 0 and 0");
        Path link = Files.createSymbolicLink(folder.resolve("link"), photos);
        refused(audit(photos, link, sets.path("synthetic")), "warning: train and holdout are the same, " + photos);
    }

    @Test
    void photosOfOneGreyLevelOnly() throws IOException {
        for (String set : new String[] {"train", "holdout"}) {
            Files.createDirectories(sets.path(set));
            for (int i = 0; i < 12; i++) {
                sets.image(set, "flat" + i, AuditFixture.constant(10 * i));
            }
        }
        refused(
                audit(sets.path("train"), sets.path("holdout"), sets.synthetic()),
                "warning: train has 12 images of one grey level",
                "found 0 and 0");
    }

    @Test
    void filesThatCannotBeRead() throws IOException {
        Path synthetic = sets.synthetic();
        Files.writeString(synthetic.resolve("003.png"), "no image");
        Files.write(synthetic.resolve("005.png"), new byte[0]);
        refused(
                audit(sets.train(), sets.holdout(), synthetic),
                "synthetic: expected 40 readable images",
                "found 2 that cannot be read",
                "003.png: expected",
                "005.png: expected");
        refused(
                audit(sets.train(), sets.holdout(), sets.path("none")),
                sets.path("none").toString(),
                "found nothing");
        refused(
                audit(sets.trainArray(), sets.holdoutArray(), sets.path("none.npy")),
                "none.npy: expected a NumPy array file that can be read");
    }

    @Test
    void foldersAndArraysTogether() throws IOException {
        refused(
                audit(sets.train(), sets.holdout(), sets.syntheticArray()),
                "expected folders of images, or .npy feature arrays, for all sets, found both");
        refused(selfTest(sets.path("train"), sets.holdoutArray()), "for all sets, found both");
    }

    @Test
    void splitsThatThereAreNot() throws IOException {
        Path train = sets.train();
        Path holdout = sets.holdout();
        Path synthetic = sets.synthetic();
        refused(
                audit(train, holdout, synthetic, "--train-split", "training"),
                "train-split: expected one of train, ",
                "found training");
        refused(
                audit(train, holdout, synthetic, "--holdout-split", "holdout"),
                "holdout: expected images of holdout in " + holdout + ", found none");
        refused(
                audit(sets.trainArray(), sets.holdoutArray(), sets.syntheticArray(), "--train-split", "train"),
                "train-split: expected with a folder only");
    }

    @Test
    void setsThatAreMissingOrTooMany() throws IOException {
        Path train = sets.train();
        Path holdout = sets.holdout();
        refused(
                CommandLine.run("audit", "--train", train, "--holdout", holdout),
                "synthetic: expected a folder or an array, found none");
        refused(CommandLine.run("audit", "--holdout", holdout, "--synthetic", train), "--train");
        refused(selfTest(train, holdout, "--synthetic", train), "synthetic: expected none with --self-test");
    }

    @Test
    void settingsOutOfRange() throws IOException {
        Path train = sets.trainArray();
        Path holdout = sets.holdoutArray();
        Path synthetic = sets.syntheticArray();
        refused(audit(train, holdout, synthetic, "--fdr", 0), "fdr: expected a rate between 0 and 1, found 0");
        refused(audit(train, holdout, synthetic, "--fdr", "NaN"), "found NaN");
        refused(
                audit(train, holdout, synthetic, "--permutations", 99),
                "permutations: expected at least 100, found 99");
        refused(audit(train, holdout, synthetic, "--rates", "0.1"), "rates: expected with --self-test only");
        refused(audit(train, holdout, synthetic, "--repeats", 3), "repeats: expected with --self-test only");
        refused(selfTest(train, holdout, "--repeats", 1), "repeats: expected at least 2, found 1");
        refused(selfTest(train, holdout, "--resplits", 19), "resplits: expected at least 20, one a repeat, found 19");
        refused(selfTest(train, holdout, "--rates", "0,1.5"), "rates: expected shares from 0 to 1, found 1.5");
        refused(
                selfTest(train, holdout, "--transforms", "exact,flip"),
                "transforms: expected some of exact, noise02, noise05, noise10, found flip");
        refused(
                selfTest(train, holdout, "--generators", "blurred"),
                "generators: expected some of good, shrunk, modes, found blurred");
        refused(selfTest(train, holdout, "--generators", "best"), "found best");
    }

    @Test
    void aPlaceThatIsNoFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "taken");
        refused(
                audit(sets.trainArray(), sets.holdoutArray(), sets.syntheticArray(), "--out", file),
                "out: expected a folder, found the file");
    }
}
