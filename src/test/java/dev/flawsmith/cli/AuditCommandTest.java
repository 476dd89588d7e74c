package dev.flawsmith.cli;

import static dev.flawsmith.cli.AuditFixture.audit;
import static dev.flawsmith.cli.AuditFixture.worked;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.memorization.RandomTexture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditCommandTest {

    @TempDir
    private Path folder;

    private AuditFixture sets;

    @BeforeEach
    void open() {
        sets = new AuditFixture(folder);
    }

    private static Set<String> keys(JsonNode node) {
        Set<String> keys = new HashSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static void has(JsonNode node, String... keys) {
        for (String key : keys) {
            assertTrue(keys(node).contains(key), "expected " + key + " in " + node);
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.builder().build().readTree(Files.readAllBytes(file));
    }

    private static String inPage(PixelImage image) {
        return Base64.getEncoder().encodeToString(Png.encode(image, Map.of()));
    }

    private String page(String out) throws IOException {
        return Files.readString(sets.path(out).resolve("report.html"), StandardCharsets.UTF_8);
    }

    @Test
    void foldersGiveTheKeysOfTheContractAndFilesThatOpen() throws IOException {
        Path synthetic = sets.synthetic();
        sets.image("synthetic", "007", RandomTexture.of(1005)); // train's 005
        Path out = sets.path("out");
        CommandLine.Outcome outcome = audit(sets.train(), sets.holdout(), synthetic, "--out", out, "--json");
        worked(outcome);
        JsonNode json = outcome.json();
        has(json, "verdict", "fdr", "copied", "verbatim", "flagged", "permutation_p", "detectable_copies", "legacy");
        assertEquals(Set.of("ct_z", "dcr_share", "nndr_median", "authentic_share"), keys(json.path("legacy")));
        json.path("legacy").forEach(figure -> assertTrue(figure.isNumber()));
        assertEquals("copies_found", json.path("verdict").asText());
        assertEquals(0.1, json.path("fdr").asDouble());
        double p = json.path("permutation_p").asDouble();
        assertTrue(p > 0 && p <= 1, "p " + p);
        JsonNode pair = json.path("verbatim").path(0);
        has(pair, "train", "generated", "distance");
        assertEquals(1, json.path("verbatim").size());
        assertEquals(0, pair.path("distance").asDouble());
        assertEquals(
                sets.path("train").resolve("005.png").toString(),
                pair.path("train").asText());
        assertEquals(
                synthetic.resolve("007.png").toString(), pair.path("generated").asText());
        JsonNode flagged = json.path("flagged").path(0);
        has(flagged, "file", "nearest", "distance", "conformal_p");
        assertEquals(
                synthetic.resolve("007.png").toString(), flagged.path("file").asText());
        assertTrue(Files.isRegularFile(Path.of(flagged.path("nearest").asText())));
        assertEquals(1.0 / 31, flagged.path("conformal_p").asDouble(), 1e-12);
        assertEquals(json, json(out.resolve("audit.json")));
        for (String plot : List.of("photo-scores.png", "image-ratios.png")) {
            byte[] png = Files.readAllBytes(out.resolve(plot));
            assertEquals('P', png[1], plot);
        }
        assertTrue(Files.notExists(out.resolve("power.png")), "no power is measured among copies");
        assertTrue(page("out").contains(inPage(RandomTexture.of(1005))), "the photo is shown");
        assertFalse(page("out").contains("http://") || page("out").contains("https://"), "the page needs no network");
    }

    @Test
    void arraysAreNamedByTheirRows() throws IOException {
        float[][] synthetic = AuditFixture.gaussians(AuditFixture.SYNTHETIC, AuditFixture.COLUMNS, 3);
        float[][] train = AuditFixture.gaussians(AuditFixture.TRAIN, AuditFixture.COLUMNS, 1);
        synthetic[9] = train[42].clone();
        CommandLine.Outcome outcome = audit(
                sets.trainArray(),
                sets.holdoutArray(),
                sets.array("copied.npy", synthetic),
                "--out",
                sets.path("out"),
                "--json");
        worked(outcome);
        JsonNode json = outcome.json();
        assertEquals("copies_found", json.path("verdict").asText());
        assertEquals(1, json.path("verbatim").size());
        assertEquals(42, json.path("verbatim").path(0).path("train").intValue());
        assertTrue(json.path("verbatim").path(0).path("train").isInt());
        assertEquals(9, json.path("verbatim").path(0).path("generated").intValue());
        has(json.path("flagged").path(0), "index", "nearest", "distance", "conformal_p");
        assertEquals(9, json.path("flagged").path(0).path("index").intValue());
        assertEquals(60, json.path("n").path("train").asInt());
        assertEquals(30, json.path("n").path("holdout").asInt());
        assertEquals(40, json.path("n").path("synthetic").asInt());
        assertTrue(page("out").contains("copied.npy"));
    }

    @Test
    void trainPhotosReplayedAreCopiesByEveryList() throws IOException {
        CommandLine.Outcome outcome =
                audit(sets.train(), sets.holdout(), sets.textures("replay", AuditFixture.TRAIN, 1000), "--json");
        worked(outcome);
        JsonNode json = outcome.json();
        assertEquals("copies_found", json.path("verdict").asText());
        assertEquals(60, json.path("verbatim").size());
        assertEquals(60, json.path("copied").size());
        JsonNode copied = json.path("copied").path(0);
        has(copied, "train", "score", "generated");
        assertEquals(0, copied.path("score").asDouble());
        String file = Path.of(copied.path("train").asText()).getFileName().toString();
        assertEquals(
                file,
                Path.of(copied.path("generated").path(0).asText()).getFileName().toString());
        assertEquals(60, json.path("flagged").size());
        assertTrue(json.path("permutation_p").asDouble() < 0.01);
        assertEquals(0, json.path("legacy").path("authentic_share").asDouble());
    }

    @Test
    void aFewReplayedPhotosAreCopiesToo() throws IOException {
        CommandLine.Outcome outcome = audit(sets.train(), sets.holdout(), sets.textures("replay", 3, 1000), "--json");
        worked(outcome);
        assertEquals("copies_found", outcome.json().path("verdict").asText());
        assertEquals(3, outcome.json().path("verbatim").size());
    }

    @Test
    void imagesOfTheSameLawAreNoCopies() throws IOException {
        CommandLine.Outcome outcome = audit(sets.train(), sets.holdout(), sets.synthetic());
        worked(outcome);
        assertTrue(outcome.out().contains("0 copied, 0 verbatim"), outcome.out());
        assertTrue(outcome.out().contains("60 train, 30 holdout, 40 synthetic images"), outcome.out());
        assertTrue(outcome.out().contains("legacy figures, which no verdict rests on"), outcome.out());
    }

    @Test
    void withoutNeighboursNoPhotoIsOnThePageNorACopyOfOne() throws IOException {
        Path synthetic = sets.synthetic();
        for (int i = 0; i < 3; i++) {
            sets.image("synthetic", "00" + i, RandomTexture.of(1000 + i)); // of train
        }
        sets.image("synthetic", "003", RandomTexture.of(2003)); // of holdout, which withholds the verbatim list
        Path train = sets.train();
        Path holdout = sets.holdout();
        worked(audit(train, holdout, synthetic, "--out", sets.path("all")));
        worked(audit(train, holdout, synthetic, "--out", sets.path("none"), "--no-neighbours"));
        String all = page("all");
        String none = page("none");
        int shown = 0;
        for (long seed : new long[] {1000, 2000}) {
            int count = seed == 1000 ? AuditFixture.TRAIN : AuditFixture.HOLDOUT;
            for (int i = 0; i < count; i++) {
                String pixels = inPage(RandomTexture.of(seed + i));
                shown += all.contains(pixels) ? 1 : 0;
                assertFalse(none.contains(pixels), "photo " + i + " of " + seed + " is on the page");
            }
        }
        assertTrue(shown >= 6, shown + " photos are shown without the option");
        int generated = 0;
        for (int i = 4; i < AuditFixture.SYNTHETIC; i++) {
            generated += none.contains(inPage(RandomTexture.of(3000 + i))) ? 1 : 0;
        }
        assertTrue(generated > 0, "generated images that are no copies stay");
    }

    @Test
    void theSameInputsAndSeedGiveTheSameBytes() throws IOException {
        Path train = sets.train();
        Path holdout = sets.holdout();
        Path synthetic = sets.synthetic();
        Path out = sets.path("out");
        String[] files = {"audit.json", "report.html", "power.png", "photo-scores.png", "image-ratios.png"};
        worked(audit(train, holdout, synthetic, "--seed", 4, "--out", out));
        byte[][] first = new byte[files.length][];
        for (int i = 0; i < files.length; i++) {
            first[i] = Files.readAllBytes(out.resolve(files[i]));
        }
        CommandLine.Outcome again = audit(train, holdout, synthetic, "--seed", 4, "--out", out, "--json");
        for (int i = 0; i < files.length; i++) {
            assertArrayEquals(first[i], Files.readAllBytes(out.resolve(files[i])), files[i]);
        }
        JsonNode other = audit(train, holdout, synthetic, "--seed", 5, "--json").json();
        assertFalse(again.json().path("whole_set").equals(other.path("whole_set")), "another seed, other permutations");
    }

    @Test
    void tooFewPhotosAreInconclusiveAndSayHowManyAreNeeded() throws IOException {
        CommandLine.Outcome outcome =
                audit(sets.textures("some", 8, 1000), sets.textures("others", 4, 2000), sets.synthetic(), "--json");
        worked(outcome);
        assertEquals("inconclusive", outcome.json().path("verdict").asText());
        String sentence = outcome.json().path("sentence").asText();
        assertTrue(sentence.contains("at least 10 images a set"), sentence);
        assertTrue(sentence.contains("found 8 of train, 4 of holdout, 40 synthetic"), sentence);
        assertTrue(outcome.json().path("detectable_copies").isNull());

        CommandLine.Outcome images = audit(sets.train(), sets.holdout(), sets.textures("few", 3, 3000), "--json");
        worked(images);
        assertEquals("inconclusive", images.json().path("verdict").asText());
        assertTrue(images.json().path("sentence").asText().contains("3 synthetic"));
    }

    @Test
    void aStricterRateNeedsMorePhotos() throws IOException {
        CommandLine.Outcome outcome =
                audit(sets.trainArray(), sets.holdoutArray(), sets.syntheticArray(), "--fdr", 0.02, "--json");
        worked(outcome);
        assertEquals("inconclusive", outcome.json().path("verdict").asText());
        assertTrue(outcome.json().path("sentence").asText().contains("at least 50 images a set"));
    }
}
