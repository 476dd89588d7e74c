package dev.flawsmith.evaluation.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.memorization.ExactNeighbours;
import dev.flawsmith.memorization.Metric;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NeighbourMetricsTest {
    /** On a grid most distances are equal to some radius exactly, so {@code <} and {@code ≤} differ much. */
    @ParameterizedTest
    @ValueSource(ints = {3, 200})
    void countWhatMeasuringEveryPairCounts(int columns) {
        FeatureRows real = Sets.grid(530, columns, 3, 1); // more than one block
        FeatureRows generated = Sets.grid(90, columns, 4, 2);
        Counts strict = Counts.of(real, generated, 5, false);
        assertEquals(
                new DensityCoverage(strict.precision, strict.recall, strict.density, strict.coverage, 5),
                DensityCoverage.between(real, generated, 5));
        Counts closed = Counts.of(real, generated, 3, true);
        assertEquals(
                new PrecisionRecall(closed.precision, closed.recall, 3), PrecisionRecall.between(real, generated, 3));
    }

    @Test
    void equalRowsAreOutsideOfEachOther() {
        FeatureRows same = Sets.filledWith(20, 4, 0.1f);
        assertEquals(new DensityCoverage(0, 0, 0, 0, 5), DensityCoverage.between(same, same, 5));
        assertEquals(new PrecisionRecall(1, 1, 3), PrecisionRecall.between(same, same, 3));
    }

    /** What a ball's radius is compared with must be measured as the radius was, to the bit. */
    @Test
    void distancesAreThoseOfTheNeighbourSearch() {
        FeatureRows x = Sets.gaussian(40, 131, 3, 1, 1);
        var table = ExactNeighbours.searchSelf(x, 39, Metric.L2);
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 39; j++) {
                double distance = Math.sqrt(Numbers.squaredDistance(x.row(i), 0, x.row(table.index(i, j)), 0, 131));
                assertEquals(table.distance(i, j), distance);
            }
        }
    }

    @Test
    void saysWhichKThereCanBe() {
        FeatureRows five = Sets.gaussian(5, 2, 0, 1, 1);
        FeatureRows ten = Sets.gaussian(10, 2, 0, 1, 1);
        var error = assertThrows(FeatureException.class, () -> DensityCoverage.between(ten, five, 5));
        assertTrue(String.valueOf(error.getMessage()).contains("expected k from 1 to 4 for 5 rows, found 5"));
    }

    /** Naeem et al. and Kynkäänniemi et al. word for word, pair by pair. */
    private record Counts(double precision, double recall, double density, double coverage) {
        static Counts of(FeatureRows real, FeatureRows generated, int k, boolean edge) {
            float[][] x = Sets.arrays(real);
            float[][] y = Sets.arrays(generated);
            boolean[][] inReal = inside(x, y, k, edge);
            boolean[][] inGenerated = inside(y, x, k, edge);
            double balls = 0;
            for (boolean[] ball : inReal) {
                for (boolean in : ball) {
                    balls += in ? 1 : 0;
                }
            }
            return new Counts(
                    points(inReal, y.length),
                    points(inGenerated, x.length),
                    balls / y.length / k,
                    Arrays.stream(inReal).filter(Counts::any).count() / (double) x.length);
        }

        private static boolean[][] inside(float[][] centres, float[][] points, int k, boolean edge) {
            boolean[][] inside = new boolean[centres.length][points.length];
            for (int i = 0; i < centres.length; i++) {
                double[] others = new double[centres.length];
                for (int j = 0; j < centres.length; j++) {
                    others[j] = i == j ? Double.POSITIVE_INFINITY : squared(centres[i], centres[j]);
                }
                Arrays.sort(others);
                for (int j = 0; j < points.length; j++) {
                    double to = squared(centres[i], points[j]); // whole numbers: exact
                    inside[i][j] = edge ? to <= others[k - 1] : to < others[k - 1];
                }
            }
            return inside;
        }

        private static double points(boolean[][] inside, int count) {
            int covered = 0;
            for (int j = 0; j < count; j++) {
                int point = j;
                covered += Arrays.stream(inside).anyMatch(ball -> ball[point]) ? 1 : 0;
            }
            return covered / (double) count;
        }

        private static boolean any(boolean[] ball) {
            for (boolean in : ball) {
                if (in) {
                    return true;
                }
            }
            return false;
        }

        private static double squared(float[] a, float[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
            }
            return sum;
        }
    }
}
