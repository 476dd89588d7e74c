package dev.flawsmith.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.junit.jupiter.api.Test;

final class EvaluationBenchTest {
    @Test
    void tellsEveryFigureBesideItsLimit() {
        Outcome outcome;
        try (ProgressBar progress = new ProgressBarBuilder()
                .setConsumer(new DelegatingProgressBarConsumer(line -> {}))
                .build()) {
            outcome = new EvaluationBench(new EvaluationBench.Size(300, 60, 16, 64), 2, progress).run();
        }
        Map<String, Result> byName =
                outcome.results().stream().collect(Collectors.toMap(Result::name, Function.identity()));
        assertTrue(byName.keySet()
                .containsAll(List.of(
                        "gemm_fp32",
                        "gemm_fp64",
                        "frechet_statistics",
                        "frechet_statistics_over_gemm",
                        "frechet_distance",
                        "neighbours",
                        "neighbours_over_gemm")));
        outcome.results().forEach(result -> assertTrue(result.value() > 0, result.name()));
        assertEquals(
                1.3, Objects.requireNonNull(byName.get("neighbours_over_gemm")).limit());
        assertEquals(2, Objects.requireNonNull(byName.get("frechet_distance")).limit());
    }
}
