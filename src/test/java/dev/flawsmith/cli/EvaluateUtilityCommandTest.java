package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.dataset.SplitsFile;
import dev.flawsmith.image.DecodeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluateUtilityCommandTest {
    private static final String[] CLASSES = {"crack", "pit"};

    @TempDir
    Path folder;

    /** Of each class 4 photos of train, 2 of holdout, 4 of test. */
    private Path photos() {
        Path data = folder.resolve("data");
        CommandLine.photos(data, 10, CLASSES);
        List<SplitsFile.Row> rows = new ArrayList<>();
        ImageFolder.open(data, DecodeLimits.DEFAULT).files().forEach(file -> {
            int place = rows.size() % 10;
            Split split = place < 4 ? Split.TRAIN : place < 6 ? Split.HOLDOUT : Split.TEST;
            rows.add(new SplitsFile.Row(file.name(), file.className(), split, null, 0));
        });
        new SplitsFile(rows).write(data.resolve(SplitsFile.NAME));
        return data;
    }

    private void made(Path to, int seed) {
        for (String name : CLASSES) {
            CommandLine.Outcome drawn = CommandLine.run(
                    "generate",
                    "--model",
                    "procedural",
                    "--class",
                    name,
                    "--n",
                    3,
                    "--seed",
                    seed,
                    "--size",
                    32,
                    "--out",
                    to);
            assertEquals(Main.OK, drawn.code(), drawn.err());
        }
    }

    @Test
    void drawsAreWrittenAndTheirImagesCompared() throws IOException {
        Path data = photos();
        Path draws = folder.resolve("draws");
        CommandLine.Outcome written = CommandLine.run(
                "evaluate", "utility-draws", "--data", data, "--per-class", 2, "--draws", 2, "--out", draws, "--json");
        assertEquals(Main.OK, written.code(), written.err());
        assertEquals(2, written.json().get("draws").size());
        ImageFolder first = ImageFolder.open(draws.resolve("draw-0"), DecodeLimits.DEFAULT);
        assertEquals(8, first.files().size());
        assertEquals(
                4, first.files().stream().filter(f -> f.split() == Split.TRAIN).count());
        made(folder.resolve("made/draw-0"), 1000);
        made(folder.resolve("made/draw-1"), 2000);
        Path out = folder.resolve("out");
        Object[] command = {
            "evaluate",
            "utility",
            "--data",
            data,
            "--per-class",
            2,
            "--draws",
            2,
            "--synthetic",
            folder.resolve("made"),
            "--ratios",
            "0.5,1",
            "--steps",
            2,
            "--size",
            16,
            "--out",
            out,
            "--json"
        };
        CommandLine.Outcome outcome = CommandLine.run(command);
        assertEquals(Main.OK, outcome.code(), outcome.err());
        JsonNode json = outcome.json();
        assertEquals(6, json.get("arms").size());
        assertEquals("diffusion", json.get("chosen").get(0).get("arm").asText());
        assertEquals(8, json.get("setup").get("test_photos").asInt());
        for (String name : List.of("results.jsonl", "utility.json", "utility.md", "report.html", "utility.png")) {
            assertTrue(Files.isRegularFile(out.resolve(name)), name);
        }
        CommandLine.Outcome again = CommandLine.run(command);
        assertEquals(outcome.out(), again.out());
        assertTrue(again.err().contains("done before"), again.err());
        CommandLine.Outcome twice =
                CommandLine.run("evaluate", "utility-draws", "--data", data, "--per-class", 2, "--out", draws);
        assertEquals(Main.BAD_INPUT, twice.code(), twice.err());
    }

    @Test
    void wrongInputIsNamed() {
        Path data = photos();
        Path out = folder.resolve("out");
        bad("at most 4", data, "--per-class", 5, "--out", out);
        bad("number or all", data, "--per-class", "some", "--out", out);
        bad("draws: expected 1", data, "--per-class", "all", "--draws", 2, "--out", out);
        bad("ratios", data, "--per-class", 2, "--ratios", "2,1", "--out", out);
        bad("steps", data, "--per-class", 2, "--steps", 0, "--out", out);
        bad("size", data, "--per-class", 2, "--size", 20, "--out", out);
        bad("draw-0", data, "--per-class", 2, "--synthetic", folder.resolve("none"), "--out", out);
        bad("no photo of test", data, "--per-class", 2, "--ratios", "5", "--rule-based", data, "--out", out);
        bad("at least 40 images", data, "--per-class", 2, "--ratios", "20", "--rule-based", data, "--out", out);
    }

    @Test
    void evaluateItselfStillNeedsItsTwoSides() {
        CommandLine.Outcome outcome = CommandLine.run("evaluate", "--synthetic", folder);
        assertEquals(Main.BAD_INPUT, outcome.code());
        assertTrue(outcome.err().contains("--reference"), outcome.err());
    }

    private static void bad(String word, Path data, Object... rest) {
        List<Object> words = new ArrayList<>(List.of("evaluate", "utility", "--data", data));
        words.addAll(List.of(rest));
        CommandLine.Outcome outcome = CommandLine.run(words.toArray());
        assertEquals(Main.BAD_INPUT, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains(word), "expected " + word + " in: " + outcome.err());
    }
}
