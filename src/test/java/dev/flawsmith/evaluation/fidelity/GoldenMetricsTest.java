package dev.flawsmith.evaluation.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.math.FeatureRows;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures on stored features are those of the published implementations. */
final class GoldenMetricsTest {
    @ParameterizedTest
    @CsvSource({
        "full_rank, 1e-8, CHOLESKY",
        "identical_law, 1e-8, CHOLESKY",
        "planted_copies, 1e-8, CHOLESKY",
        "rank_deficient, 1e-6, FACTORS" // the reference takes a matrix root there, which is itself off by as much
    })
    void frechetDistance(String set, double relative, FrechetDistance.Method method) {
        Golden golden = Golden.of(set);
        FrechetDistance found = FrechetDistance.between(golden.train(), golden.generated());
        double expected = golden.expected("fid");
        assertEquals(expected, found.value(), relative * expected);
        assertEquals(method, found.method());
        double holdout = golden.expected("fid_holdout");
        assertEquals(
                holdout,
                FrechetDistance.between(golden.train(), golden.holdout()).value(),
                relative * holdout);
    }

    @ParameterizedTest
    @CsvSource({"full_rank, 200", "identical_law, 200", "planted_copies, 200", "rank_deficient, 50"})
    void kernelDistance(String set, int first) {
        Golden golden = Golden.of(set);
        assertEquals(
                golden.expected("kid_full_unbiased"), KernelDistance.full(golden.train(), golden.generated()), 1e-9);
        int[] rows = IntStream.range(0, first).toArray();
        FeatureRows train = golden.train().select(rows);
        FeatureRows generated = golden.generated().select(rows);
        double expected = golden.expected("kid_first_" + first + "_torch_fidelity");
        assertEquals(expected, KernelDistance.full(train, generated), 1e-9);
        assertEquals(expected, KernelDistance.between(train, generated, 0).mean(), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"full_rank", "identical_law", "planted_copies", "rank_deficient"})
    void densityAndCoverage(String set) {
        Golden golden = Golden.of(set);
        JsonNode expected = golden.expected().path("prdc").path("5");
        DensityCoverage found = DensityCoverage.between(golden.train(), golden.generated(), 5);
        assertEquals(expected.path("precision").asDouble(), found.precision(), 1e-12);
        assertEquals(expected.path("recall").asDouble(), found.recall(), 1e-12);
        assertEquals(expected.path("density").asDouble(), found.density(), 1e-12);
        assertEquals(expected.path("coverage").asDouble(), found.coverage(), 1e-12);
    }
}
