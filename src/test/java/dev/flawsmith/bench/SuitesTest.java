package dev.flawsmith.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every suite once, at toy size: the figures that it promises, and that they fit together. */
class SuitesTest {
    @TempDir
    private Path folder;

    private static Map<String, Result> byName(Outcome outcome) {
        Map<String, Result> results =
                outcome.results().stream().collect(Collectors.toMap(Result::name, Function.identity()));
        results.forEach((name, result) -> assertTrue(result.value() > 0, result.text()));
        return results;
    }

    private static Result result(Map<String, Result> results, String name) {
        return Objects.requireNonNull(results.get(name), () -> "expected " + name + " in " + results.keySet());
    }

    private static double value(Map<String, Result> results, String name) {
        return result(results, name).value();
    }

    @Test
    void samplingComparesImagesWithTheNetworkAndTheNetworkWithConvolutions() throws IOException {
        Subject subject = TinySubject.in(folder);
        Map<String, Result> results = byName(new SamplingBench(subject, 3, 1).run());
        double evaluations = value(results, "network_evaluations_per_second");
        assertEquals(
                evaluations * value(results, "flop_per_evaluation") / value(results, "convolution"),
                value(results, "network_over_convolution_limit"),
                1e-9);
        assertEquals(
                value(results, "images_per_second") / (evaluations / 5), // 3 Heun steps, the last one Euler's
                value(results, "end_to_end_over_network"),
                1e-9);
        double beside = value(results, "sampler_seconds_per_image") + value(results, "png_seconds_per_image");
        assertEquals(beside * value(results, "images_per_second"), value(results, "overhead_share"), 1e-9);
        assertEquals(Result.Bound.AT_MOST, result(results, "overhead_share").bound());
        assertEquals(0.95, result(results, "end_to_end_over_network").limit());
        assertEquals(0.8, result(results, "network_over_convolution_limit").limit());
        assertEquals(evaluations, value(results, "network_evaluations_per_second_pytorch"));
        assertTrue(results.containsKey("gemm"));
    }

    @Test
    void augmentComparesAJobWithSamplingAlone() throws IOException {
        Subject subject = TinySubject.in(folder);
        Map<String, Result> results = byName(new AugmentBench(subject.served(), 16, 2, 1).run());
        assertEquals(4, value(results, "images"));
        assertEquals(
                value(results, "augment_images_per_second") / value(results, "offline_images_per_second"),
                value(results, "augment_over_offline"),
                1e-9);
        assertEquals(0.9, result(results, "augment_over_offline").limit());
        assertEquals(
                Result.Bound.AT_LEAST, result(results, "augment_over_offline").bound());
    }

    @Test
    void servingComparesSharingWithOfflineWorkAndWithALock() throws IOException {
        ServingBench.Load load = new ServingBench.Load(2, 3, 1, 2, 48, 6);
        Map<String, Result> results = byName(new ServingBench(TinySubject.in(folder), load, 1).run());
        assertEquals(
                value(results, "online_images_per_second") / value(results, "offline_images_per_second"),
                value(results, "online_over_offline"),
                1e-9);
        assertEquals(
                value(results, "newcomer_p95_seconds") / value(results, "newcomer_p95_seconds_lock"),
                value(results, "newcomer_p95_over_lock"),
                1e-9);
        assertEquals(0.1, result(results, "newcomer_p95_over_lock").limit());
    }

    /** The rule-based model alone: a server that needs no engine. */
    @Test
    void startupTimesAServerOfItsOwnAndItsMemory() {
        List<String> server = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.flawsmith.cli.Main",
                "serve",
                "--port",
                "0",
                "--models",
                folder.toString(),
                "--json");
        Map<String, Result> results = byName(new StartupBench(server, "procedural", 1).run());
        assertTrue(value(results, "ready_seconds") < value(results, "first_image_seconds"), results.toString());
        assertEquals(4, result(results, "first_image_seconds").limit());
        assertEquals(1024, result(results, "resident_mib").limit());
        assertTrue(value(results, "resident_mib") > 20 && value(results, "resident_mib") < 1000, results.toString());
    }
}
