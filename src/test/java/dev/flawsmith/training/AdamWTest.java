package dev.flawsmith.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdamWTest {
    /** The update written the naive way, one weight at a time, in double (Loshchilov and Hutter 2019, algorithm 2). */
    @Test
    void equalsItsDefinition() {
        int n = 7;
        double[] w = new double[n];
        double[] m = new double[n];
        double[] v = new double[n];
        Random random = new Random(2);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDArray weights = manager.zeros(new ai.djl.ndarray.types.Shape(n));
            AdamW adam = new AdamW(
                    0.9f,
                    0.99f,
                    0.01f,
                    manager.zeros(new ai.djl.ndarray.types.Shape(n)),
                    manager.zeros(new ai.djl.ndarray.types.Shape(n)));
            for (int step = 1; step <= 20; step++) {
                float[] g = new float[n];
                for (int i = 0; i < n; i++) {
                    g[i] = (float) (random.nextGaussian() * (i + 1));
                    double clipped = 0.5 * g[i];
                    m[i] = 0.9 * m[i] + 0.1 * clipped;
                    v[i] = 0.99 * v[i] + 0.01 * clipped * clipped;
                    double mHat = m[i] / (1 - Math.pow(0.9, step));
                    double vHat = v[i] / (1 - Math.pow(0.99, step));
                    w[i] -= 0.1 * 0.01 * w[i];
                    w[i] -= 0.1 * mHat / (Math.sqrt(vHat) + 1e-8);
                }
                adam.step(weights, manager.create(g), 0.5f, 0.1f, step);
            }
            float[] found = weights.toFloatArray();
            for (int i = 0; i < n; i++) {
                assertEquals(w[i], found[i], 1e-5, "weight " + i);
            }
        }
    }
}
