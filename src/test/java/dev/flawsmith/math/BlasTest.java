package dev.flawsmith.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BlasTest {
    private static final double EXACT = 1e-12;

    @Test
    void multipliesByTheTransposed() {
        FloatBuffer c = Blas.floats(2);
        Blas.productTransposed(floats(1, 2, 3, 4, 5, 6), 2, floats(1, 0, -1), 1, 3, c);
        assertArrayEquals(new float[] {-2, -2}, new float[] {c.get(0), c.get(1)});
        DoubleBuffer d = Blas.doubles(2);
        Blas.productTransposed(doubles(1, 2, 3, 4, 5, 6), 2, doubles(1, 0, -1), 1, 3, d);
        assertArrayEquals(new double[] {-2, -2}, array(d));
    }

    @Test
    void addsSquaresToTheLowerTriangle() {
        DoubleBuffer sum = doubles(10, 77, 0, 0);
        Blas.addSquares(doubles(1, 2, 3, 4), 2, 2, sum); // xᵀx = [[10, 14], [14, 20]]
        assertArrayEquals(new double[] {20, 77, 14, 20}, array(sum));
    }

    @Test
    void factorsAndSaysWhatHasNoFactor() {
        DoubleBuffer a = doubles(4, 99, 2, 5);
        assertTrue(Blas.cholesky(a, 2));
        assertArrayEquals(new double[] {2, 0, 1, 2}, array(a), EXACT);
        assertFalse(Blas.cholesky(doubles(1, 0, 2, 1), 2));
    }

    @Test
    void findsEigenvaluesOfTheLowerTriangle() {
        assertArrayEquals(new double[] {1, 3}, Blas.symmetricEigenvalues(doubles(2, 99, 1, 2), 2), EXACT);
    }

    @Test
    void findsSingularValuesOfRectangles() {
        // [[3, 0, 0], [0, -2, 0]]
        assertArrayEquals(new double[] {3, 2}, Blas.singularValues(doubles(3, 0, 0, 0, -2, 0), 2, 3), EXACT);
        assertArrayEquals(new double[] {3, 2}, Blas.singularValues(doubles(3, 0, 0, -2, 0, 0), 3, 2), EXACT);
    }

    @Test
    void theTriangularFactorHasTheSameSquares() {
        double[][] a = {{3, 1, 2}, {4, 0, 1}, {0, 2, 5}, {1, 1, 1}};
        DoubleBuffer tall = doubles(3, 1, 2, 4, 0, 1, 0, 2, 5, 1, 1, 1);
        Blas.triangularFactor(tall, 4, 3);
        double[] r = Arrays.copyOf(array(tall), 9);
        assertEquals(0, r[3]);
        assertEquals(0, r[6]);
        assertEquals(0, r[7]);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double ofA = 0;
                double ofR = 0;
                for (double[] row : a) {
                    ofA += row[i] * row[j];
                }
                for (int k = 0; k < 3; k++) {
                    ofR += r[k * 3 + i] * r[k * 3 + j];
                }
                assertEquals(ofA, ofR, EXACT * 10);
            }
        }
    }

    @Test
    void congruenceIsTheTripleProduct() {
        // a = [[1, 0], [2, 3]], b = [[1, 1], [1, 2]]
        DoubleBuffer b = doubles(1, 1, 1, 2);
        Blas.congruence(doubles(1, 0, 2, 3), b, 2);
        double[][] l = {{1, 0}, {2, 3}};
        double[][] s = {{1, 1}, {1, 2}};
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                double sum = 0;
                for (int p = 0; p < 2; p++) {
                    for (int q = 0; q < 2; q++) {
                        sum += l[p][i] * s[p][q] * l[q][j];
                    }
                }
                assertEquals(sum, b.get(i * 2 + j), EXACT);
            }
        }
    }

    @Test
    void refusesBuffersThatAreTooSmallOrOnTheHeap() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Blas.productTransposed(Blas.floats(5), 2, Blas.floats(3), 1, 3, Blas.floats(2)));
        assertThrows(
                IllegalArgumentException.class, () -> Blas.addSquares(DoubleBuffer.allocate(4), 2, 2, Blas.doubles(4)));
    }

    @Test
    void covarianceInBlocksEqualsTheOneOfAllRowsAndDoesNotCancel() {
        int n = 2500; // more than two blocks
        int d = 3;
        Random random = new Random(5);
        float[][] rows = new float[n][d];
        for (float[] row : rows) {
            for (int j = 0; j < d; j++) {
                row[j] = (float) (10_000 + random.nextGaussian() * (j + 1)); // the mean is far above the spread
            }
        }
        MeanAndCovariance found = MeanAndCovariance.of(FeatureRows.of("rows", rows));
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                assertEquals(covariance(rows, i, j), found.covariance()[i * d + j], 1e-9);
            }
        }
        assertEquals(mean(rows, 1), found.mean()[1], 1e-9);
    }

    private static double mean(float[][] rows, int column) {
        double sum = 0;
        for (float[] row : rows) {
            sum += row[column];
        }
        return sum / rows.length;
    }

    private static double covariance(float[][] rows, int i, int j) {
        double meanI = mean(rows, i);
        double meanJ = mean(rows, j);
        double sum = 0;
        for (float[] row : rows) {
            sum += (row[i] - meanI) * (row[j] - meanJ);
        }
        return sum / (rows.length - 1);
    }

    private static FloatBuffer floats(float... values) {
        return Blas.floats(values.length).put(values);
    }

    private static DoubleBuffer doubles(double... values) {
        return Blas.doubles(values.length).put(values);
    }

    private static double[] array(DoubleBuffer buffer) {
        double[] values = new double[buffer.capacity()];
        buffer.get(0, values);
        return values;
    }
}
