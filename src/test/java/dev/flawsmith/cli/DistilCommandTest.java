package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train --distil}: a model of fewer steps from one of more. */
class DistilCommandTest {
    @TempDir
    static Path shared;

    private static Path model = Path.of(".");

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainAToyModel() {
        model = ToyModel.train(shared);
    }

    private CommandLine.Outcome distil(Path photos, Object... more) {
        List<Object> words = new ArrayList<>(List.of(
                "train",
                "--data",
                photos,
                "--out",
                folder.resolve("fast"),
                "--images",
                16,
                "--batch",
                8,
                "--size",
                16,
                "--json"));
        words.addAll(List.of(more));
        return CommandLine.run(words.toArray());
    }

    @Test
    void aStudentIsServedInItsOwnStepsWithoutGuidance() throws IOException {
        Path fast = folder.resolve("fast");
        CommandLine.Outcome made = distil(shared.resolve("photos"), "--distil", model, "--steps", 4);
        assertEquals(Main.OK, made.code(), made.err());

        JsonNode card = CommandLine.run("models", "show", fast, "--json").json();
        assertEquals("euler", card.at("/sampler/name").asText());
        assertEquals(4, card.at("/sampler/steps").asInt());
        assertEquals(1, card.at("/sampler/guidance_scale").asDouble());
        assertEquals("toy", card.at("/training/started_from/name").asText());
        String readme = Files.readString(fast.resolve("README.md"));
        assertTrue(readme.contains("16 states of the teacher's. Distilled from toy: it goes in 4 Euler steps"), readme);

        CommandLine.Outcome drawn = CommandLine.run(
                "generate", "--model", fast, "--class", "scratch", "--n", 2, "--out", folder.resolve("out"));
        assertEquals(Main.OK, drawn.code(), drawn.err());
    }

    @ParameterizedTest
    @CsvSource({
        "--steps, 4, steps, expected --distil MODEL beside it",
        "--distil, nowhere, model, nowhere",
    })
    void refusals(String option, String value, String param, String message) {
        CommandLine.Outcome refused = distil(shared.resolve("photos"), option, value);
        assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
        assertEquals(param, refused.json().at("/error/param").asText());
        assertTrue(refused.err().contains(message), refused.err());
    }

    @ParameterizedTest
    @CsvSource({
        "--steps, 20, steps, 'steps: expected 2 to 19, fewer than the teacher''s, found 20'",
        "--steps, 1, steps, 'steps: expected 2 to 19'",
        "--flips, 0.5, distil, expected none of --flips",
        "--augment, 0.1, distil, expected none of --flips",
        "--init, toy, init, 'init: expected none beside --distil'",
    })
    void refusalsBesideATeacher(String option, String value, String param, String message) {
        CommandLine.Outcome refused = distil(shared.resolve("photos"), "--distil", model, option, value);
        assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
        assertEquals(param, refused.json().at("/error/param").asText());
        assertTrue(refused.err().contains(message), refused.err());
        assertTrue(Files.notExists(folder.resolve("fast/model.json")));
    }

    @Test
    void theGuardMustKnowWhatTheTeacherLearntFrom() {
        Path others = folder.resolve("others");
        CommandLine.photos(others, 7, "patch", "scratch");
        CommandLine.Outcome refused = distil(others, "--distil", model);
        assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
        assertTrue(refused.err().contains("distil: expected among the train photos all"), refused.err());

        Path classes = folder.resolve("classes");
        CommandLine.photos(classes, 6, "crack", "pit", "scratch");
        refused = distil(classes, "--distil", model);
        assertTrue(refused.err().contains("distil: expected photos of the teacher's classes"), refused.err());
    }
}
