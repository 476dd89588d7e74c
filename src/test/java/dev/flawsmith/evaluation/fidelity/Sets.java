package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.FeatureRows;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Sets of features made for tests. */
final class Sets {
    private Sets() {}

    static FeatureRows gaussian(int rows, int columns, double mean, double deviation, long seed) {
        Random random = new Random(seed);
        return FeatureRows.of("gaussian", filled(rows, columns, () -> mean + deviation * random.nextGaussian()));
    }

    /** Small whole numbers: many distances are exactly equal. */
    static FeatureRows grid(int rows, int columns, int values, long seed) {
        Random random = new Random(seed);
        return FeatureRows.of("grid", filled(rows, columns, () -> random.nextInt(values)));
    }

    static FeatureRows filledWith(int rows, int columns, float value) {
        return FeatureRows.of("constant", filled(rows, columns, () -> value));
    }

    static float[][] filled(int rows, int columns, DoubleSupplier value) {
        float[][] filled = new float[rows][columns];
        for (float[] row : filled) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) value.getAsDouble();
            }
        }
        return filled;
    }

    static FeatureRows line(double... values) {
        float[][] rows = new float[values.length][1];
        for (int i = 0; i < values.length; i++) {
            rows[i][0] = (float) values[i];
        }
        return FeatureRows.of("line", rows);
    }

    static float[][] arrays(FeatureRows rows) {
        float[][] arrays = new float[rows.rows()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = rows.row(i);
        }
        return arrays;
    }
}
