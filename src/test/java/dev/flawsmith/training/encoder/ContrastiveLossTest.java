package dev.flawsmith.training.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.EncoderNetwork;
import dev.flawsmith.training.InitialWeights;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ContrastiveLossTest {
    private static final int PAIRS = 3;
    private static final int DIMENSION = 5;

    /** SSCD's equations, written out with loops. */
    @Test
    void theTermsAreThoseOfThePaper() {
        float[][] z = unitRows(2 * PAIRS, DIMENSION, 1);
        double contrast = 0;
        double entropy = 0;
        for (int i = 0; i < 2 * PAIRS; i++) {
            int partner = (i + PAIRS) % (2 * PAIRS);
            double sum = 0;
            double nearest = Double.MAX_VALUE;
            for (int j = 0; j < 2 * PAIRS; j++) {
                if (j != i) {
                    sum += Math.exp(dot(z[i], z[j]) / 0.2);
                    if (j != partner) {
                        nearest = Math.min(nearest, Math.sqrt(Math.max(0, 2 - 2 * dot(z[i], z[j]))));
                    }
                }
            }
            contrast -= (dot(z[i], z[partner]) / 0.2 - Math.log(sum)) / (2 * PAIRS);
            entropy -= Math.log(nearest) / (2 * PAIRS);
        }
        try (NDManager scope = NDManager.newBaseManager()) {
            ContrastiveLoss.Terms terms = new ContrastiveLoss(PAIRS, 0.2, 3).of(array(scope, z));
            assertEquals(contrast, terms.contrast().getFloat(), 1e-4);
            assertEquals(entropy, terms.entropy().getFloat(), 1e-4);
            assertEquals(contrast + 3 * entropy, terms.total().getFloat(), 1e-3);
        }
    }

    @Test
    void equalFeaturesOfDifferentImagesStayFinite() {
        float[][] z = new float[2 * PAIRS][];
        java.util.Arrays.fill(z, unitRows(1, DIMENSION, 2)[0]);
        try (NDManager scope = NDManager.newBaseManager()) {
            ContrastiveLoss.Terms terms = new ContrastiveLoss(PAIRS, 0.2, 3).of(array(scope, z));
            assertTrue(Float.isFinite(terms.total().getFloat()));
            assertTrue(terms.entropy().getFloat() > 5, "expected a large penalty");
        }
    }

    @Test
    void gradientsAreThoseOfFiniteDifferencesAndDoNotDependOnTheGarbageCollector() {
        float[] weights = InitialWeights.of(EncoderNetwork.tensors(ToyRun.NETWORK), 3);
        float[] views = new float[2 * PAIRS * 256];
        Random random = new Random(4);
        for (int i = 0; i < views.length; i++) {
            views[i] = (float) random.nextGaussian() / 2;
        }
        float[] gradient;
        try (EncoderNetwork network = EncoderNetwork.create(ToyRun.NETWORK, weights, "cpu", true)) {
            gradient = gradient(network, views, false);
            for (int round = 0; round < 3; round++) {
                assertArrayEquals(gradient, gradient(network, views, true), "after a collection");
            }
        }
        float[] direction = new float[weights.length];
        double expected = 0;
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) random.nextGaussian();
            expected += direction[i] * gradient[i];
        }
        double step = 2e-4;
        double found = (loss(weights, direction, step, views) - loss(weights, direction, -step, views)) / (2 * step);
        assertEquals(expected, found, 0.03 * Math.abs(expected) + 0.02);
    }

    private static float[] gradient(EncoderNetwork network, float[] views, boolean collect) {
        try (NDManager scope = network.manager().newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray images = AlignedArrays.create(scope, views, new Shape(2L * PAIRS, 1, 16, 16));
            NDArray total = new ContrastiveLoss(PAIRS, 0.2, 3)
                    .of(network.forward(images))
                    .total();
            if (collect) {
                System.gc();
                for (int i = 0; i < 2000; i++) {
                    ByteBuffer.allocateDirect(8).putDouble(0, 1e3); // takes what was freed
                }
            }
            collector.backward(total);
            return network.takeGradient(scope).toFloatArray();
        }
    }

    private static double loss(float[] weights, float[] direction, double step, float[] views) {
        float[] moved = weights.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (step * direction[i]);
        }
        try (EncoderNetwork network = EncoderNetwork.create(ToyRun.NETWORK, moved, "cpu", false);
                NDManager scope = network.manager().newSubManager()) {
            NDArray images = AlignedArrays.create(scope, views, new Shape(2L * PAIRS, 1, 16, 16));
            return new ContrastiveLoss(PAIRS, 0.2, 3)
                    .of(network.forward(images))
                    .total()
                    .getFloat();
        }
    }

    private static NDArray array(NDManager scope, float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return AlignedArrays.create(scope, flat, new Shape(rows.length, rows[0].length));
    }

    private static float[][] unitRows(int rows, int columns, long seed) {
        Random random = new Random(seed);
        float[][] z = new float[rows][columns];
        for (float[] row : z) {
            double squares = 0;
            for (int k = 0; k < columns; k++) {
                row[k] = (float) random.nextGaussian();
                squares += row[k] * row[k];
            }
            for (int k = 0; k < columns; k++) {
                row[k] /= (float) Math.sqrt(squares);
            }
        }
        return z;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
