package dev.flawsmith.memorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ExactNeighboursTest {
    private final Random random = new Random(11);

    @ParameterizedTest
    @CsvSource({
        "L2,0,1",
        "L2,1000,1",
        "L2,0,7",
        "COSINE,0,5",
        "COSINE,50,3" // a mean far above the spread: products cancel
    })
    void findsWhatMeasuringEveryPairFinds(Metric metric, float mean, int k) {
        float[][] queries = gaussian(37, 19, mean);
        float[][] reference = gaussian(9000, 19, mean); // more than one block
        NeighbourTable found = ExactNeighbours.search(rows(queries), rows(reference), k, metric);
        assertEquals(37, found.rows());
        for (int q = 0; q < queries.length; q++) {
            assertNearest(found, q, queries[q], reference, k, metric, -1);
        }
    }

    @Test
    void aRowIsNotItsOwnNeighbourButItsDuplicateIs() {
        float[][] set = gaussian(8400, 6, 0);
        set[8350] = set[3].clone(); // in another block
        NeighbourTable found = ExactNeighbours.searchSelf(rows(set), 2, Metric.L2);
        assertEquals(8350, found.index(3, 0));
        assertEquals(3, found.index(8350, 0));
        assertEquals(0, found.distance(3, 0));
        for (int q : new int[] {0, 3, 777, 8191, 8192, 8350, 8399}) {
            assertNearest(found, q, set[q], set, 2, Metric.L2, q);
        }
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void anExactCopyIsAtExactlyZero(Metric metric) {
        float[][] reference = gaussian(50, 2048, 3);
        NeighbourTable found = ExactNeighbours.search(rows(reference), rows(reference), 1, metric);
        for (int q = 0; q < 50; q++) {
            assertEquals(q, found.index(q, 0));
            assertEquals(0, found.distance(q, 0));
        }
    }

    @Test
    void tiesGoToTheLowerIndex() {
        float[][] reference = {{5}, {1}, {-1}, {1}, {9}};
        NeighbourTable found = ExactNeighbours.search(rows(new float[][] {{0}}), rows(reference), 4, Metric.L2);
        assertEquals(1, found.index(0, 0));
        assertEquals(2, found.index(0, 1));
        assertEquals(3, found.index(0, 2));
        assertEquals(0, found.index(0, 3));
        assertEquals(5, found.distance(0, 3));
    }

    @Test
    void refusesWhatHasNoAnswer() {
        FeatureRows three = rows(gaussian(3, 4, 0));
        refused("expected k from 1 to 3 for 3 rows, found 4", () -> ExactNeighbours.search(three, three, 4, Metric.L2));
        refused("expected k from 1 to 2 for 3 rows, found 3", () -> ExactNeighbours.searchSelf(three, 3, Metric.L2));
        refused(
                "found 4 in set and 5 in set",
                () -> ExactNeighbours.search(three, rows(gaussian(3, 5, 0)), 1, Metric.L2));
        FeatureRows zero = rows(new float[][] {{1, 0}, {0, 0}});
        refused(
                "set, row 1: expected a feature that is not zero",
                () -> ExactNeighbours.search(zero, zero, 1, Metric.COSINE));
    }

    private static void refused(String part, org.junit.jupiter.api.function.Executable call) {
        String message =
                String.valueOf(assertThrows(FeatureException.class, call).getMessage());
        assertTrue(message.contains(part), message);
    }

    private static void assertNearest(
            NeighbourTable found, int q, float[] query, float[][] reference, int k, Metric metric, int excluded) {
        double[] distances = new double[reference.length];
        for (int r = 0; r < distances.length; r++) {
            distances[r] = distance(query, reference[r], metric);
        }
        int[] order = IntStream.range(0, reference.length)
                .filter(r -> r != excluded)
                .boxed()
                .sorted((a, b) -> Double.compare(distances[a], distances[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < k; i++) {
            assertEquals(order[i], found.index(q, i), "neighbour " + i + " of query " + q);
            assertEquals(distances[order[i]], found.distance(q, i), 1e-9 * distances[order[i]] + 1e-15);
        }
    }

    private static double distance(float[] a, float[] b, Metric metric) {
        double normA = metric == Metric.L2 ? 1 : norm(a);
        double normB = metric == Metric.L2 ? 1 : norm(b);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double d = a[i] / normA - b[i] / normB;
            sum += d * d;
        }
        return metric == Metric.L2 ? Math.sqrt(sum) : sum / 2;
    }

    private static double norm(float[] a) {
        double sum = 0;
        for (float value : a) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private float[][] gaussian(int n, int d, float mean) {
        float[][] rows = new float[n][d];
        for (float[] row : rows) {
            for (int j = 0; j < d; j++) {
                row[j] = (float) (mean + random.nextGaussian());
            }
        }
        return rows;
    }

    private static FeatureRows rows(float[][] values) {
        return FeatureRows.of("set", values);
    }
}
