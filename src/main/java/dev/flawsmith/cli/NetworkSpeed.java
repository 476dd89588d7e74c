package dev.flawsmith.cli;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import java.util.Arrays;
import java.util.Collections;

/** Rows a second of a network: the fastest of a few calls after one that warms up, which is what noise disturbs least. */
final class NetworkSpeed {
    private static final int CALLS = 4;
    private static final double LIMIT_SECONDS = 1;

    private NetworkSpeed() {}

    /** @param rows of a call; a network too slow for {@value #CALLS} of them within a second or so is asked for fewer */
    static double measure(Denoiser network, int rows) {
        DenoiserBatch batch = batch(network.shape().size(), rows);
        network.denoise(batch);
        double fastest = Double.POSITIVE_INFINITY;
        long start = System.nanoTime();
        for (int i = 0; i < CALLS && (i == 0 || seconds(start) < LIMIT_SECONDS); i++) {
            long call = System.nanoTime();
            network.denoise(batch);
            fastest = Math.min(fastest, seconds(call));
        }
        return rows / fastest;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static DenoiserBatch batch(int size, int rows) {
        double[] ones = new double[rows];
        Arrays.fill(ones, 1);
        float[][] x = new float[rows][size];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < size; j++) {
                x[i][j] = (float) Math.sin(i + 0.7 * j);
            }
        }
        return new DenoiserBatch(x, ones, ones, new double[rows], Collections.nCopies(rows, Condition.NONE));
    }
}
