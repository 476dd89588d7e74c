package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.jobs.Comparison;
import dev.flawsmith.jobs.Comparison.Side;
import dev.flawsmith.jobs.JobException;
import dev.flawsmith.memorization.RandomTexture;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs compare, held against what the commands say of the same folders. */
final class ComparisonsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CACHE = "flawsmith.cache";

    @TempDir
    private Path folder;

    private AuditFixture sets;
    private int steps;

    @BeforeEach
    void open() {
        sets = new AuditFixture(folder);
        System.setProperty(CACHE, folder.resolve("cache").toString());
    }

    @AfterEach
    void forgetTheCache() {
        System.clearProperty(CACHE);
    }

    private static ObjectNode options(String json) throws IOException {
        return (ObjectNode) JSON.readTree(json);
    }

    private Side side(String name) {
        return new Side(sets.path(name), name);
    }

    private JsonNode run(Comparison comparison, Map<String, Side> sides, String options) throws IOException {
        Path out = sets.path("job/report");
        Files.createDirectories(sets.path("job"));
        return JSON.readTree(comparison.run(sides, options(options), out, () -> steps++));
    }

    @Test
    void anAuditIsThatOfTheCommandButForPaths() throws IOException {
        Path synthetic = sets.textures("synthetic", 20, 3000);
        sets.image("synthetic", "007", RandomTexture.of(1005));
        Path train = sets.textures("train", 24, 1000);
        Path holdout = sets.textures("holdout", 24, 2000);
        Object[] more = {"--seed", 3, "--fdr", 0.2, "--out", sets.path("out"), "--json"};
        CommandLine.Outcome typed = AuditFixture.audit(train, holdout, synthetic, more);
        AuditFixture.worked(typed);
        Map<String, Side> sides =
                Map.of("train", side("train"), "holdout", side("holdout"), "synthetic", side("synthetic"));
        JsonNode job = run(new AuditComparison(), sides, "{\"seed\": 3, \"fdr\": 0.2}");
        assertEquals("train/005.png", job.at("/verbatim/0/train").textValue(), job.toString());
        assertEquals(
                typed.json(),
                JSON.readTree(job.toString()
                        .replace("\"train/", "\"" + train + "/")
                        .replace("\"holdout/", "\"" + holdout + "/")
                        .replace("\"synthetic/", "\"" + synthetic + "/")));
        assertEquals(Comparison.STEPS, steps);
        for (String file : List.of("report.html", "audit.json")) {
            String written = Files.readString(sets.path("job/report").resolve(file), StandardCharsets.UTF_8);
            assertFalse(written.contains(folder.toString()), file + " says where things are");
        }
        try (var files = Files.list(sets.path("out"))) {
            assertEquals(
                    files.map(file -> file.getFileName().toString()).sorted().toList(), names(sets.path("job/report")));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void anEvaluationIsThatOfTheCommandAndKeepsNoFeatures() throws IOException {
        sets.textures("reference", 12, 1000);
        sets.textures("synthetic", 12, 2000);
        CommandLine.Outcome typed = CommandLine.run(
                "evaluate",
                "--reference",
                sets.path("reference"),
                "--synthetic",
                sets.path("synthetic"),
                "--encoder",
                "pixel",
                "--k",
                3,
                "--json");
        assertEquals(Main.OK, typed.code(), typed.err());
        Map<String, Side> sides = Map.of("reference", side("reference"), "synthetic", side("synthetic"));
        JsonNode job = run(new EvaluationComparison(), sides, "{\"encoder\": \"pixel\", \"k\": 3}");
        String root = folder + "/";
        assertEquals(typed.json().toString().replace(root, ""), job.toString());
        assertEquals(Comparison.STEPS, steps);
        assertEquals(List.of("report"), names(sets.path("job")));
        assertTrue(names(sets.path("job/report")).containsAll(List.of("evaluation.json", "report.html")));
    }

    @Test
    void everyWrongOptionIsNamed() throws IOException {
        List<String> audit = new AuditComparison()
                        .check(options("{\"fdr\": 1, \"permutations\": 1, \"seed\": 1.5, \"train_split\": \"x\","
                                + " \"neighbours\": 1, \"out\": \"/tmp\"}"))
                        .stream()
                        .map(error -> error.field())
                        .sorted()
                        .toList();
        assertEquals(List.of("fdr", "neighbours", "out", "permutations", "seed", "train_split"), audit);
        List<String> evaluation = new EvaluationComparison()
                .check(options("{\"encoder\": \"../x\", \"k\": 0, \"bootstrap\": 1, \"floor_split\": 3}")).stream()
                        .map(error -> error.field())
                        .sorted()
                        .toList();
        assertEquals(List.of("bootstrap", "encoder", "floor_split", "k"), evaluation);
        assertEquals(List.of(), new AuditComparison().check(options("{}")));
    }

    /** Only decoding shows what such a file is, so the job fails and says why, without a path. */
    @Test
    void anImageOfHugeDimensionsFailsWithItsName() throws IOException {
        for (String name : List.of("train", "holdout", "synthetic")) {
            sets.textures(name, 3, 1000);
        }
        Files.write(sets.path("train").resolve("bomb.png"), huge(50_000));
        Map<String, Side> sides =
                Map.of("train", side("train"), "holdout", side("holdout"), "synthetic", side("synthetic"));
        JobException failed = assertThrows(JobException.class, () -> run(new AuditComparison(), sides, "{}"));
        String message = String.valueOf(failed.getMessage());
        assertTrue(message.contains("bomb.png: ") && message.contains("50000x50000"), message);
        assertFalse(message.contains(folder.toString()), message);
    }

    /** A PNG whose head announces so many pixels a side, and that ends there. */
    private static byte[] huge(int side) throws IOException {
        var bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        var head = new ByteArrayOutputStream();
        DataOutputStream chunk = new DataOutputStream(head);
        chunk.write("IHDR".getBytes(StandardCharsets.US_ASCII));
        chunk.writeInt(side);
        chunk.writeInt(side);
        chunk.write(new byte[] {8, 0, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(head.toByteArray());
        out.writeInt(13);
        out.write(head.toByteArray());
        out.writeInt((int) crc.getValue());
        out.writeInt(0);
        out.write("IEND".getBytes(StandardCharsets.US_ASCII));
        out.writeInt(0xae426082);
        return bytes.toByteArray();
    }
}
