package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.onnx.Precision;
import dev.flawsmith.model.onnx.ToyPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user sees of the engines, on a toy model. */
class EngineOptionsTest {
    @TempDir
    static Path shared;

    private static Path toy = Path.of(".");

    @TempDir
    private Path folder;

    @BeforeAll
    static void sealAToyModel() throws IOException {
        toy = Files.createDirectories(shared.resolve("toy"));
        ToyPackages.seal(toy, 42);
    }

    private CommandLine.Outcome draw(String out, String... engine) {
        Object[] words = new Object[11 + engine.length];
        Object[] plain = {
            "generate", "--model", toy, "--class", "b", "--seed", 5, "--out", folder.resolve(out), "--json", "--n=2"
        };
        System.arraycopy(plain, 0, words, 0, plain.length);
        System.arraycopy(engine, 0, words, plain.length, engine.length);
        return CommandLine.run(words);
    }

    private byte[] first(String out) throws IOException {
        return Files.readAllBytes(folder.resolve(out).resolve("b/5.png"));
    }

    @Test
    void sameCommandGivesTheSameBytesWhateverIsFastest() throws IOException {
        assertEquals(Main.OK, draw("a").code());
        assertEquals(Main.OK, draw("b").code());
        assertArrayEquals(first("a"), first("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void replayRunsOnTheEngineOfThenWhateverIsFastest(String engine) {
        CommandLine.Outcome drawn = draw("a", "--engine", engine, "--bucket", "3");
        assertEquals(Main.OK, drawn.code(), drawn.err());
        JsonNode replayed = CommandLine.run(
                        "generate", "--replay", folder.resolve("a/b/5.png"), "--model", toy, "--json")
                .json();
        assertTrue(replayed.path("same_pixels").asBoolean(), replayed.toString());
        assertTrue(replayed.path("engine").asText().startsWith(engine + "-"), replayed.toString());
        assertEquals(replayed.path("recorded_engine"), replayed.path("engine"));
    }

    @Test
    void exportSaysWhatItWroteAndThatItIsTheSameNetwork() throws IOException {
        Path file = folder.resolve("toy.onnx");
        CommandLine.Outcome exported = CommandLine.run("models", "export", toy, "--out", file, "--json");
        assertEquals(Main.OK, exported.code(), exported.err());
        JsonNode told = exported.json();
        assertEquals(file.toString(), told.path("path").asText());
        assertEquals(17, told.path("opset").asInt());
        assertEquals(Files.size(file), told.path("bytes").asLong());
        assertEquals(Sha256.hex(Files.readAllBytes(file)), told.path("sha256").asText());
        assertTrue(told.path("parity").asDouble(1) <= 1e-4, exported.out());
    }

    @Test
    void verifyComparesTheEngines() {
        CommandLine.Outcome verified = CommandLine.run("models", "verify", toy, "--json");
        assertEquals(Main.OK, verified.code(), verified.err());
        assertTrue(verified.json().path("parity").asDouble(1) <= 1e-4, verified.out());
    }

    @Test
    void showTellsWhatTheEnginesWereMeasuredAt() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        ModelPackage model = ToyPackages.seal(other, System.nanoTime()); // no cache knows it
        JsonNode before = CommandLine.run("models", "show", other, "--json").json();
        assertTrue(before.path("calibration").path("engines").isNull(), before.toString());
        EngineChoice choice = new EngineSelection(model).choose(EngineWish.AUTO);
        JsonNode after = CommandLine.run("models", "show", other, "--json").json();
        JsonNode engines = after.path("calibration").path("engines");
        assertEquals(choice.place().toString(), engines.path("engine").asText());
        assertTrue(
                engines.path("measured").path(0).path("evaluations_per_second").asDouble() > 0, after.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "--engine,tensorflow,engine",
        "--threads,0,threads",
        "--bucket,1000,bucket",
        "--precision,fp16,precision"
    })
    void namesTheOptionThatIsWrong(String option, String value, String param) {
        CommandLine.Outcome refused = draw("a", option, value);
        assertEquals(Main.BAD_INPUT, refused.code());
        assertEquals(param, refused.json().path("error").path("param").asText());
    }

    @Test
    void recipesNameEngineAndThreads() {
        assertEquals(
                new EngineWish(NetworkEngine.ONNXRUNTIME, 2, 8, Precision.FP32), EngineWish.of("onnxruntime-cpu-2", 8));
        assertEquals(new EngineWish(NetworkEngine.PYTORCH, 1, null, Precision.FP32), EngineWish.of("pytorch-cpu-1", 0));
        assertEquals(new EngineWish(NetworkEngine.PYTORCH, null, 8, null), EngineWish.of("pytorch-cuda:0", 8));
        assertEquals(EngineWish.AUTO, EngineWish.of("java", 0));
        assertEquals(
                new EngineWish(NetworkEngine.ONNXRUNTIME, 4, 8, Precision.INT8),
                EngineWish.of("onnxruntime-cpu-4-int8", 8));
    }
}
