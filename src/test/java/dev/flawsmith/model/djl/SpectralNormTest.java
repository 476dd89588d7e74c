package dev.flawsmith.model.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

class SpectralNormTest {
    /**
     * Columns (0.6, 0.8, 0) and (0, 0, 1) by 3 and 1, after a turn of the inputs by 30°: singular values 3 and 1, by hand. The
     * left vector of 3 is (0.6, 0.8, 0), its right one (cos 30°, −sin 30°).
     */
    private static final double COS = Math.cos(Math.PI / 6);

    private static final double SIN = Math.sin(Math.PI / 6);
    private static final float[] WEIGHT = {
        (float) (1.8 * COS), (float) (-1.8 * SIN), (float) (2.4 * COS), (float) (-2.4 * SIN), (float) SIN, (float) COS
    };

    @Test
    void approachesTheLargestSingularValue() {
        try (Bound bound = new Bound()) {
            double before = Math.abs(bound.sigma() - 3);
            bound.layer.norm().iterate(1);
            double after = Math.abs(bound.sigma() - 3);
            assertTrue(after < before / 10, before + " then " + after);
            bound.layer.norm().iterate(20);
            assertEquals(3, bound.sigma(), 1e-5);
            assertArrayEquals(
                    new float[] {0.6f, 0.8f, 0}, absolute(bound.layer.norm().vector()), 1e-5f);
        }
    }

    @Test
    void theNormalizedWeightHasSpectralNormOne() {
        try (Bound bound = new Bound();
                NDManager scope = bound.weights.manager().newSubManager()) {
            bound.layer.norm().iterate(30);
            float[] normalized = bound.layer.norm().apply(scope).toFloatArray();
            for (int i = 0; i < WEIGHT.length; i++) {
                assertEquals(WEIGHT[i] / 3, normalized[i], 1e-5);
            }
        }
    }

    /** d sigma / dW = u v' (Miyato et al. 2018, eq. 10). */
    @Test
    void itsGradientIsTheProductOfTheVectors() {
        try (Bound bound = new Bound();
                NDManager scope = bound.weights.manager().newSubManager()) {
            bound.layer.norm().iterate(30);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(bound.layer.norm().sigma(scope));
            }
            float[] gradient = bound.weights.takeGradient(scope).toFloatArray();
            float[] expected = {
                (float) (0.6 * COS), (float) (-0.6 * SIN), (float) (0.8 * COS), (float) (-0.8 * SIN), 0, 0
            };
            assertArrayEquals(expected, gradient, 1e-4f);
        }
    }

    @Test
    void roundsLeaveNothingBehind() {
        try (Bound bound = new Bound()) {
            bound.layer.norm().iterate(1);
            int before = bound.weights.manager().getManagedArrays().size();
            for (int i = 0; i < 50; i++) {
                bound.layer.norm().iterate(1);
                double unused = bound.sigma();
            }
            assertEquals(before, bound.weights.manager().getManagedArrays().size());
        }
    }

    /** Sixteen channels from one: a column, whose only singular value is its length, 5. */
    @Test
    void aConvolutionHasTheGainForItsNorm() {
        SpectralConvolution layer = new SpectralConvolution("conv", 1, 16, 1);
        float[] values = new float[32];
        values[0] = 3;
        values[1] = 4;
        values[16] = 0.5f; // the first bias
        try (FlatWeights weights = FlatWeights.bind(layer, values, Device.cpu(), false);
                NDManager scope = weights.manager().newSubManager()) {
            float[] state = new float[16];
            state[0] = 1;
            layer.bind(state, weights.manager());
            layer.norm().iterate(5);
            float[] out = layer.apply(scope.ones(new Shape(1, 1, 2, 2))).toFloatArray();
            assertEquals(SpectralConvolution.GAIN * 0.6 + 0.5, out[0], 1e-5);
            assertEquals(SpectralConvolution.GAIN * 0.8, out[4], 1e-5);
            assertEquals(2, SpectralConvolution.GAIN);
        }
    }

    private static float[] absolute(float[] values) {
        float[] positive = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            positive[i] = Math.abs(values[i]);
        }
        return positive;
    }

    private static final class Bound implements AutoCloseable {
        private final SpectralDense layer = new SpectralDense("dense", 2, 3);
        private final FlatWeights weights = FlatWeights.bind(layer, WEIGHT, Device.cpu(), true);

        Bound() {
            layer.bind(new float[] {1, 0.2f, 0.7f}, weights.manager());
        }

        double sigma() {
            try (NDManager scope = weights.manager().newSubManager()) {
                NDArray sigma = layer.norm().sigma(scope);
                return sigma.getFloat();
            }
        }

        @Override
        public void close() {
            weights.close();
        }
    }
}
