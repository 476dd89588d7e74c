package dev.flawsmith.memorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNeighboursTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "5, 3, 5", "40, 7, 10", "200, 64, 1", "200, 65, 50", "150, 131, 150", "100, 256, 20"})
    void agreesWithSortingEveryDistance(int rows, int dimension, int k) {
        Random random = new Random(rows + 1000L * dimension);
        float[][] reference = uniforms(random, rows, dimension);
        NearestNeighbours neighbours = new NearestNeighbours(reference);
        for (float[] query : uniforms(random, 10, dimension)) {
            assertNearest(naive(reference, query, -1).subList(0, k), neighbours.nearest(query, k));
        }
    }

    @Test
    void anEqualRowIsAtDistanceExactlyZero() {
        float[][] reference = uniforms(new Random(1), 50, 77);
        NearestNeighbours neighbours = new NearestNeighbours(reference);

        for (int row = 0; row < reference.length; row++) {
            assertEquals(
                    new Neighbour(row, 0), neighbours.nearest(reference[row], 3).get(0));
        }
    }

    @Test
    void tiesGoToTheLowerIndex() {
        NearestNeighbours neighbours =
                new NearestNeighbours(new float[][] {{2, 0}, {0, 1}, {1, 0}, {0, -1}, {-1, 0}, {0, 1}});

        assertEquals(
                List.of(1, 2, 3, 4),
                neighbours.nearest(new float[2], 4).stream()
                        .map(Neighbour::index)
                        .toList());
        assertEquals(
                List.of(1, 2),
                neighbours.nearest(new float[2], 2).stream()
                        .map(Neighbour::index)
                        .toList());
    }

    @Test
    void smallDifferencesFarFromTheOriginDoNotCancel() {
        // |a|^2 + |b|^2 - 2ab is about 1e12 here and would lose these differences even in float64 squares of float32
        // GEMM
        NearestNeighbours neighbours =
                new NearestNeighbours(new float[][] {{1e6f, 1e6f + 0.25f}, {1e6f + 0.125f, 1e6f}, {1e6f, 1e6f + 1}});
        List<Neighbour> nearest = neighbours.nearest(new float[] {1e6f, 1e6f}, 3);

        assertEquals(List.of(new Neighbour(1, 0.125), new Neighbour(0, 0.25), new Neighbour(2, 1)), nearest);
    }

    @Test
    void whatFloat32CannotTellApartIsStillRanked() {
        // rows of 512 numbers whose distances differ by less than a sum in float32 is rounded by, nearest last
        float[][] reference = new float[300][512];
        for (int row = 0; row < reference.length; row++) {
            Arrays.fill(reference[row], 1);
            reference[row][row] += (300 - row) * 0x1p-20f;
        }
        List<Integer> nearest = new NearestNeighbours(reference)
                .nearest(new float[512], 20).stream().map(Neighbour::index).toList();

        assertEquals(IntStream.range(0, 20).mapToObj(i -> 299 - i).toList(), nearest);
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-30f, 1e30f})
    void squaresThatFloat32CannotHoldAreStillRanked(float unit) {
        float[][] reference = {{3 * unit, 0}, {unit, unit}, {0, 2 * unit}, {unit, 0}};
        NearestNeighbours neighbours = new NearestNeighbours(reference);

        assertEquals(
                List.of(3, 1),
                neighbours.nearest(new float[2], 2).stream()
                        .map(Neighbour::index)
                        .toList());
    }

    @Test
    void leavesOutTheRowItselfButNotItsDuplicate() {
        float[][] reference = uniforms(new Random(2), 30, 20);
        reference[17] = reference[4].clone();
        NearestNeighbours neighbours = new NearestNeighbours(reference);

        assertEquals(new Neighbour(17, 0), neighbours.nearestToRow(4, 1).get(0));
        assertEquals(new Neighbour(4, 0), neighbours.nearestToRow(17, 1).get(0));
        for (int row = 0; row < reference.length; row++) {
            assertNearest(naive(reference, reference[row], row), neighbours.nearestToRow(row, 29));
        }
    }

    @Test
    void laterChangesOfTheArrayDoNotReachIt() {
        float[][] reference = {{1, 1}, {2, 2}};
        NearestNeighbours neighbours = new NearestNeighbours(reference);
        reference[0][0] = 100;

        assertEquals(
                new Neighbour(0, 0), neighbours.nearest(new float[] {1, 1}, 1).get(0));
    }

    @Test
    void refusesWhatCannotBeCompared() {
        NearestNeighbours two = new NearestNeighbours(new float[][] {{1, 1}, {2, 2}});

        assertMessage("at least one row", () -> new NearestNeighbours(new float[0][]));
        assertMessage(
                "expected 2 numbers in row 1, found 3", () -> new NearestNeighbours(new float[][] {{1, 2}, {1, 2, 3}}));
        assertMessage("found NaN at 1", () -> new NearestNeighbours(new float[][] {{1, Float.NaN}}));
        assertMessage("found Infinity", () -> two.nearest(new float[] {Float.POSITIVE_INFINITY, 0}, 1));
        assertMessage("expected 2 numbers in the query, found 1", () -> two.nearest(new float[1], 1));
        assertMessage("expected k from 1 to 2, found 3", () -> two.nearest(new float[2], 3));
        assertMessage("expected k from 1 to 2, found 0", () -> two.nearest(new float[2], 0));
        assertMessage("expected k from 1 to 1, found 2", () -> two.nearestToRow(0, 2));
        assertMessage("expected a row from 0 to 1, found 2", () -> two.nearestToRow(2, 1));
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call).getMessage());
        assertTrue(message.contains(part), message);
    }

    private static void assertNearest(List<Neighbour> expected, List<Neighbour> found) {
        assertEquals(
                expected.stream().map(Neighbour::index).toList(),
                found.stream().map(Neighbour::index).toList());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).distance(), found.get(i).distance(), 1e-13);
        }
    }

    private static List<Neighbour> naive(float[][] reference, float[] query, int excluded) {
        List<Neighbour> all = new ArrayList<>();
        for (int row = 0; row < reference.length; row++) {
            double squares = 0;
            for (int i = 0; i < query.length; i++) {
                squares += Math.pow((double) query[i] - reference[row][i], 2);
            }
            if (row != excluded) {
                all.add(new Neighbour(row, Math.sqrt(squares)));
            }
        }
        all.sort(Comparator.comparingDouble(Neighbour::distance).thenComparingInt(Neighbour::index));
        return all;
    }

    private static float[][] uniforms(Random random, int rows, int dimension) {
        float[][] values = new float[rows][dimension];
        for (float[] row : values) {
            for (int i = 0; i < dimension; i++) {
                row[i] = random.nextFloat();
            }
        }
        return values;
    }
}
