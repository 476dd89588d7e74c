package dev.flawsmith.evaluation.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.math.NpyFile;
import dev.flawsmith.memorization.NeighbourTable;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the authors' code; {@code golden/metrics/metrics.json} names it. */
final class LegacyFiguresTest {
    @ParameterizedTest
    @ValueSource(strings = {"full_rank", "rank_deficient", "planted_copies", "identical_law"})
    void figuresEqualTheReferences(String set) throws Exception {
        JsonNode expected =
                new ObjectMapper().readTree(file("metrics.json")).path("sets").path(set);
        try (NpyFile train = NpyFile.open(file(set + ".train.npy").toPath());
                NpyFile holdout = NpyFile.open(file(set + ".holdout.npy").toPath());
                NpyFile generated = NpyFile.open(file(set + ".generated.npy").toPath())) {
            FeatureRows pool = FeatureRows.concatenate("photos", train, holdout);
            FeatureDistances distances = new FeatureDistances(pool, generated);
            int[] first = IntStream.range(0, train.rows()).toArray();
            int[] rest = IntStream.range(train.rows(), pool.rows()).toArray();
            LegacyFigures figures = LegacyFigures.of(distances, first, rest);
            assertEquals(expected.path("data_copying_zu").asDouble(), figures.ctZ(), 1e-9);
            assertEquals(expected.path("authentic_share").asDouble(), figures.authenticShare(), 1e-12);
            assertEquals(median(expected.path("nndr_generated")), figures.nndrMedian(), 1e-9);
            NeighbourTable nearest = distances.photosOfImages(first, 2);
            JsonNode golden = expected.path("nearest_train_of_generated");
            for (int g = 0; g < nearest.rows(); g++) {
                assertEquals(golden.path("index").path(g).asInt(), nearest.index(g, 0));
                assertEquals(golden.path("distance").path(g).asDouble(), nearest.distance(g, 0), 1e-9);
                assertEquals(golden.path("second_distance").path(g).asDouble(), nearest.distance(g, 1), 1e-9);
            }
        }
    }

    private static double median(JsonNode values) {
        double[] sorted = IntStream.range(0, values.size())
                .mapToDouble(i -> values.path(i).asDouble())
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        return Arrays.stream(sorted, middle - (sorted.length % 2 == 0 ? 1 : 0), middle + 1)
                .average()
                .orElseThrow();
    }

    private static File file(String name) throws URISyntaxException {
        return Path.of(LegacyFiguresTest.class
                        .getResource("/golden/metrics/" + name)
                        .toURI())
                .toFile();
    }
}
