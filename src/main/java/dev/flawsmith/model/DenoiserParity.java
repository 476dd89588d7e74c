package dev.flawsmith.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Whether two engines run the same network: rows of noise at levels from 0.02 to 80, under a class, a sentence and no
 * condition in turn, in one batch.
 *
 * @param largest largest difference of the raw outputs {@code F}, which have unit variance; NaN if one is not finite
 */
public record DenoiserParity(double largest) {
    /** The most that arithmetic in another order may do. */
    public static final double TOLERANCE = 1e-4;

    private static final int ROWS = 5;
    private static final double SIGMA_MIN = 0.02;
    private static final double SIGMA_MAX = 80;

    /** Runs both on the same rows. */
    public static DenoiserParity measure(Denoiser a, Denoiser b, UNetConfig config, EdmPreconditioning edm) {
        DenoiserBatch batch = batch(config);
        float[][] left = a.denoise(batch);
        float[][] right = b.denoise(batch);
        double largest = 0;
        for (int i = 0; i < left.length; i++) {
            double out = edm.cOut(batch.sigma()[i]);
            for (int j = 0; j < left[i].length; j++) {
                double difference = Math.abs(left[i][j] - (double) right[i][j]) / out;
                largest = difference <= largest ? largest : difference; // NaN stays
            }
        }
        return new DenoiserParity(largest);
    }

    /** Whether the engines agree. */
    public boolean holds() {
        return largest <= TOLERANCE;
    }

    private static DenoiserBatch batch(UNetConfig config) {
        Random random = new Random(1);
        int size = config.imageChannels() * config.imageSize() * config.imageSize();
        float[][] x = new float[ROWS][];
        double[] alpha = new double[ROWS];
        double[] sigma = new double[ROWS];
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            alpha[i] = 1;
            sigma[i] = SIGMA_MIN * Math.pow(SIGMA_MAX / SIGMA_MIN, i / (ROWS - 1.0));
            x[i] = normal(random, size, Math.sqrt(0.25 + sigma[i] * sigma[i]));
            conditions.add(
                    switch (i % 3) {
                        case 0 -> Condition.ofClass(i % config.classes());
                        case 1 ->
                            Condition.ofText(
                                    normal(random, config.textDimension(), 1 / Math.sqrt(config.textDimension())));
                        default -> Condition.NONE;
                    });
        }
        return new DenoiserBatch(x, alpha, sigma, new double[ROWS], conditions);
    }

    private static float[] normal(Random random, int size, double deviation) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
