package dev.flawsmith.memorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomProjectionTest {
    private static final int INPUTS = 200;
    private static final int OUTPUTS = 50;

    @Test
    void rowsAreOrthogonalAndOfOneLength() {
        float[][] columns = columns(new RandomProjection(INPUTS, OUTPUTS, 1));
        for (int a = 0; a < OUTPUTS; a++) {
            for (int b = 0; b < OUTPUTS; b++) {
                double dot = 0;
                for (float[] column : columns) {
                    dot += (double) column[a] * column[b];
                }
                assertEquals(a == b ? (double) INPUTS / OUTPUTS : 0, dot, 1e-5, a + ", " + b);
            }
        }
    }

    @Test
    void asManyOutputsAsInputsKeepDistances() {
        RandomProjection rotation = new RandomProjection(OUTPUTS, OUTPUTS, 1);
        double[] input = uniforms(OUTPUTS, 2);

        assertEquals(norm(input), norm(doubles(rotation.project(input))), 1e-5);
    }

    @Test
    void keepsSquaredLengthsOnAverage() {
        RandomProjection projection = new RandomProjection(INPUTS, OUTPUTS, 1);
        double ratio = 0;
        int draws = 400;
        for (int i = 0; i < draws; i++) {
            double[] input = uniforms(INPUTS, i);
            double projected = norm(doubles(projection.project(input)));
            ratio += projected * projected / (norm(input) * norm(input)) / draws;
        }

        assertEquals(1, ratio, 0.03); // standard error about sqrt(2 / 50) / sqrt(400) = 0.01
    }

    @Test
    void entriesLookGaussian() {
        double squares = 0;
        double fourths = 0;
        for (float[] column : columns(new RandomProjection(INPUTS, OUTPUTS, 1))) {
            for (float entry : column) {
                squares += (double) entry * entry / (INPUTS * OUTPUTS);
                fourths += Math.pow(entry, 4) / (INPUTS * OUTPUTS);
            }
        }

        assertEquals(3, fourths / (squares * squares), 0.2);
    }

    @Test
    void oneSeedIsOneMatrix() {
        float[][] first = columns(new RandomProjection(INPUTS, OUTPUTS, 1));

        assertArrayEquals(first, columns(new RandomProjection(INPUTS, OUTPUTS, 1)));
        assertFalse(Arrays.deepEquals(first, columns(new RandomProjection(INPUTS, OUTPUTS, 2))));
    }

    /** What each basis vector is projected to: {@code [inputs][outputs]}. */
    private static float[][] columns(RandomProjection projection) {
        float[][] columns = new float[INPUTS][];
        for (int i = 0; i < INPUTS; i++) {
            double[] basis = new double[INPUTS];
            basis[i] = 1;
            columns[i] = projection.project(basis);
        }
        return columns;
    }

    private static double[] uniforms(int length, long seed) {
        return new Random(seed).doubles(length).map(u -> u - 0.5).toArray();
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }
}
