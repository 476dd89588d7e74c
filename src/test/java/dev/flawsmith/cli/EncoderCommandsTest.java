package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EncoderCommandsTest {
    @TempDir
    Path folder;

    @Test
    void trainingNeedsOneBudgetAndTheRightFolder() {
        bad("--minutes and --images", "train-encoder", "--out", folder);
        bad("both", "train-encoder", "--out", folder, "--minutes", 1, "--images", 1);
        bad("minutes above 0", "train-encoder", "--out", folder, "--minutes", -1);
        bad("expected a checkpoint", "train-encoder", "--out", folder, "--minutes", 1, "--resume");
        bad("device", "train-encoder", "--out", folder, "--minutes", 1, "--device", "tpu");
    }

    @Test
    void retrievalNamesWhatIsWrongWithAnEncoder() throws IOException {
        CommandLine.photos(folder.resolve("photos"), 2, "crack", "pit");
        bad("encoder.json", "encoder-retrieval", "--encoder", folder, "--data", folder.resolve("photos"));
        Path encoder = Files.createDirectory(folder.resolve("encoder"));
        Files.writeString(encoder.resolve("encoder.json"), "[]");
        bad("encoder.json", "encoder-retrieval", "--encoder", encoder, "--data", folder.resolve("photos"));
    }

    @Test
    void theShippedEncoderFindsCopiesOfPhotosThatItHasNotSeen() {
        CommandLine.photos(folder, 30, "crack", "pit", "scratch");
        CommandLine.Outcome outcome = CommandLine.run(
                "encoder-retrieval", "--encoder", Path.of("models/encoder-surface"), "--data", folder, "--json");
        assertEquals(Main.OK, outcome.code(), outcome.err());
        outcome.json().get("rows").forEach(row -> {
            String name = row.get("transform").asText();
            double found = row.get("encoder").get("found").asDouble();
            boolean turned = name.equals("flip") || name.equals("rotate90");
            assertTrue(found >= (turned ? 0.5 : 0.9), name + ": " + found);
        });
        assertEquals(
                1, outcome.json().get("rows").get(0).get("encoder").get("below").asDouble());
        assertEquals(90, outcome.json().get("images").asInt());
    }

    private static void bad(String word, Object... words) {
        CommandLine.Outcome outcome = CommandLine.run(words);
        assertEquals(Main.BAD_INPUT, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains(word), "expected " + word + " in: " + outcome.err());
    }
}
