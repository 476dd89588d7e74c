package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flawsmith.synthesis.EngineCalibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationFilesTest {
    @TempDir
    Path folder;

    private final AtomicInteger races = new AtomicInteger();

    /** Every race ends otherwise. */
    private EngineCalibration race() {
        int n = races.incrementAndGet();
        return new EngineCalibration(
                "onnxruntime-cpu-" + n,
                8,
                16,
                1e-6,
                List.of(new EngineCalibration.Speed("onnxruntime-cpu-" + n, 8, n)));
    }

    @Test
    void theChoiceDoesNotFlipBetweenRuns() {
        Optional<EngineCalibration> first = new CalibrationFiles(folder).get("key", this::race);
        assertEquals(first, new CalibrationFiles(folder).get("key", this::race));
        assertEquals(1, races.get());
        assertEquals(
                "onnxruntime-cpu-2",
                new CalibrationFiles(folder)
                        .get("other", this::race)
                        .orElseThrow()
                        .engine());
    }

    @Test
    void ofManyThatAskAtOnceOneMeasures() throws InterruptedException, ExecutionException {
        ExecutorService starts = Executors.newFixedThreadPool(4);
        try {
            List<Future<Optional<EngineCalibration>>> found = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                found.add(starts.submit(() -> new CalibrationFiles(folder).get("key", this::race)));
            }
            for (Future<Optional<EngineCalibration>> each : found) {
                assertEquals("onnxruntime-cpu-1", each.get().orElseThrow().engine());
            }
        } finally {
            starts.shutdownNow();
        }
        assertEquals(1, races.get());
    }

    @Test
    void aDamagedFileIsMeasuredAgain() throws IOException {
        new CalibrationFiles(folder).get("key", this::race);
        Files.writeString(folder.resolve("key.json"), "{\"engine\":");
        assertEquals(
                "onnxruntime-cpu-2",
                new CalibrationFiles(folder)
                        .get("key", this::race)
                        .orElseThrow()
                        .engine());
    }

    /** A measurement that cannot be kept might come out otherwise next time. */
    @Test
    void nothingIsMeasuredThatCannotBeKept() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(Optional.empty(), new CalibrationFiles(file.resolve("below")).get("key", this::race));
        assertEquals(0, races.get());
    }
}
