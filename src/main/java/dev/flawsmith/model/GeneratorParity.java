package dev.flawsmith.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Whether two engines run the same generator: rows of standard normal {@code z}, every class in turn, in one batch.
 *
 * @param largest largest difference of the raw outputs; NaN if one is not finite
 */
public record GeneratorParity(double largest) {
    /** The most that arithmetic in another order may do, of values with a standard deviation of about one half. */
    public static final double TOLERANCE = 1e-4;

    private static final int ROWS = 5;

    /** Runs both on the same rows. */
    public static GeneratorParity measure(ImageGenerator a, ImageGenerator b, int classes) {
        Random random = new Random(1);
        float[][] z = new float[ROWS][a.latentSize()];
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < z[i].length; j++) {
                z[i][j] = (float) random.nextGaussian();
            }
            conditions.add(Condition.ofClass(i % classes));
        }
        float[][] left = a.generate(z, conditions);
        float[][] right = b.generate(z, conditions);
        double largest = 0;
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < left[i].length; j++) {
                double difference = Math.abs(left[i][j] - (double) right[i][j]);
                largest = difference <= largest ? largest : difference; // NaN stays
            }
        }
        return new GeneratorParity(largest);
    }

    /** Whether the engines agree. */
    public boolean holds() {
        return largest <= TOLERANCE;
    }
}
