package dev.flawsmith.cli;

import static dev.flawsmith.cli.AuditFixture.selfTest;
import static dev.flawsmith.cli.AuditFixture.worked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditSelfTestTest {
    @TempDir
    private Path folder;

    private AuditFixture sets;

    @BeforeEach
    void open() {
        sets = new AuditFixture(folder);
    }

    @Test
    void imagesGiveTheKeysOfTheContractATableAndAPlotARate() throws IOException {
        Path out = sets.path("out");
        Object[] options = {
            "--transforms",
            "exact,flip",
            "--generators",
            "good",
            "--rates",
            "0,0.2",
            "--repeats",
            2,
            "--resplits",
            20,
            "--permutations",
            200,
            "--out",
            out,
            "--json"
        };
        CommandLine.Outcome outcome = selfTest(sets.train(), sets.holdout(), options);
        worked(outcome);
        JsonNode json = outcome.json();
        assertEquals(3, json.path("cases").size());
        for (JsonNode one : json.path("cases")) {
            for (String key :
                    new String[] {"transform", "rate", "generator", "repeats", "recall", "fdr", "alarm_rate"}) {
                assertTrue(one.has(key), key + " in " + one);
            }
            assertEquals(2, one.path("repeats").asInt());
            boolean none = one.path("rate").asDouble() == 0;
            assertEquals(
                    none ? "none" : one.path("transform").asText(),
                    one.path("transform").asText());
            assertEquals(none, one.path("recall").isNull());
            assertEquals(none ? 0 : 12, one.path("copies").asInt());
            if (!none) {
                assertEquals(1, one.path("recall").asDouble(), one.toString());
                assertEquals(1, one.path("alarm_rate").asDouble(), one.toString());
            }
        }
        for (String key : new String[] {"ks_p", "alarm_rate", "alarm_rate_low"}) {
            assertTrue(json.path("null").path(key).isNumber(), key);
        }
        assertEquals(
                20,
                json.path("null").path("generators").path(0).path("resplits").asInt());
        assertEquals(json, JsonMapper.builder().build().readTree(Files.readAllBytes(out.resolve("self-test.json"))));
        assertEquals('P', Files.readAllBytes(out.resolve("self-test-recall-0.2.png"))[1]);
        assertFalse(Files.exists(out.resolve("self-test-recall-0.0.png")));
        assertEquals(
                json,
                selfTest(sets.path("train"), sets.path("holdout"), options).json());
    }

    @Test
    void arraysAreTestedOnWhatThereIsOfThem() throws IOException {
        CommandLine.Outcome outcome =
                selfTest(sets.trainArray(), sets.holdoutArray(), "--repeats", 2, "--resplits", 10, "--rates", "0.1");
        worked(outcome);
        for (String row : new String[] {"exact", "noise02", "noise05", "noise10", "without copies, modes"}) {
            assertTrue(outcome.out().contains(row), row + " in " + outcome.out());
        }
        assertFalse(outcome.out().contains("jpeg") || outcome.out().contains("blurred"), outcome.out());
    }
}
