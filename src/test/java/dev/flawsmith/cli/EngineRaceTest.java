package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.onnx.OnnxFile;
import dev.flawsmith.model.onnx.Precision;
import dev.flawsmith.model.onnx.ToyPackages;
import dev.flawsmith.synthesis.EngineCalibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineRaceTest {
    private static final List<NetworkEngine.OnCpu> CANDIDATES = List.of(
            new NetworkEngine.OnCpu(NetworkEngine.ONNXRUNTIME, 2),
            new NetworkEngine.OnCpu(NetworkEngine.PYTORCH, EngineSettings.networkThreads(null)),
            new NetworkEngine.OnCpu(NetworkEngine.ONNXRUNTIME, 1));

    @TempDir
    Path folder;

    private ModelPackage toy(long seed) throws IOException {
        return ToyPackages.seal(Files.createDirectories(folder.resolve("toy" + seed)), seed);
    }

    @Test
    void noiseDoesNotDecide() {
        Map<String, Double> speeds = new LinkedHashMap<>();
        speeds.put("first", 100.0);
        speeds.put("a little faster", 109.0);
        assertEquals("first", EngineRace.preferred(speeds));
        speeds.put("much faster", 111.0);
        assertEquals("much faster", EngineRace.preferred(speeds));
    }

    @Test
    void picksTheFastestEngineAndThenItsBucket() throws IOException {
        EngineCalibration picked = new EngineRace(
                        toy(101),
                        (network, rows) -> network.engine().equals("onnxruntime-cpu-1") ? 200 + 20 * rows : 100,
                        () -> 0)
                .run(CANDIDATES);
        assertEquals("onnxruntime-cpu-1", picked.engine());
        assertEquals(16, picked.bucket());
        assertEquals(16, picked.slots());
        assertEquals(11, picked.measured().size(), "three engines, and three buckets of the fastest, thrice in all");
        assertNotNull(picked.parity());
        assertTrue(picked.parity() <= 1e-4, "found " + picked);
    }

    /** Once in a while something else has the machine for as long as a measurement takes. */
    @Test
    void aBucketThatWasDisturbedOnceIsNotLost() throws IOException {
        Set<Integer> seen = new HashSet<>();
        EngineCalibration picked = new EngineRace(
                        toy(107), (network, rows) -> rows == 16 && seen.add(rows) ? 70 : 100, () -> 0)
                .run(CANDIDATES);
        assertEquals(8, picked.bucket());
        assertEquals(16, picked.slots());
    }

    @Test
    void aServersCallsAreAsWideAsCostsNothing() throws IOException {
        EngineCalibration picked =
                new EngineRace(toy(102), (network, rows) -> rows == 4 ? 130 : 100, () -> 0).run(CANDIDATES);
        assertEquals("onnxruntime-cpu-2", picked.engine());
        assertEquals(4, picked.bucket());
        assertEquals(4, picked.slots());
        picked = new EngineRace(toy(103), (network, rows) -> rows == 4 ? 105 : 100, () -> 0).run(CANDIDATES);
        assertEquals(8, picked.bucket());
        assertEquals(16, picked.slots());
    }

    @Test
    void aBusyMachineEndsTheRaceWithWhatItHas() throws IOException {
        AtomicLong clock = new AtomicLong();
        EngineCalibration picked = new EngineRace(
                        toy(106),
                        (network, rows) -> {
                            clock.addAndGet(EngineRace.BUDGET.toNanos());
                            return network.engine().startsWith("pytorch") ? 1000 : 1;
                        },
                        clock::get)
                .run(CANDIDATES);
        assertEquals("onnxruntime-cpu-2", picked.engine());
        assertEquals(1, picked.measured().size());
        assertEquals(8, picked.bucket());
        assertEquals(8, picked.slots());
    }

    /** Another network's file under this one's name: what a broken kernel would look like. */
    @Test
    void anEngineThatDrawsSomethingElseIsRefusedHoweverFast() throws IOException {
        ModelPackage model = toy(104);
        OnnxFile mine = Networks.derive(model, Precision.FP32);
        OnnxFile other = Networks.derive(toy(105), Precision.FP32);
        Files.copy(other.path(), mine.path(), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(mine.path().resolveSibling(mine.path().getFileName() + ".sha256"), other.sha256());
        try {
            EngineCalibration picked = new EngineRace(
                            model, (network, rows) -> network.engine().startsWith("onnx") ? 1000 : 1, () -> 0)
                    .run(CANDIDATES);
            assertTrue(picked.engine().startsWith("pytorch"), "found " + picked);
            assertNotNull(picked.parity());
            assertTrue(picked.parity() > 1e-4, "found " + picked);
        } finally {
            Files.delete(mine.path());
        }
    }
}
