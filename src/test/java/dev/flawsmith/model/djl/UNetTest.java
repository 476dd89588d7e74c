package dev.flawsmith.model.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.UNetConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UNetTest {
    static final UNetConfig TOY = new UNetConfig(1, 16, 2, List.of(8, 16), List.of(1, 2), 4, 8, 16, 3, 4, 2);

    /** Weights away from the zero start, so that every part of the network has an effect. */
    static float[] weights(UNetConfig config, long seed) {
        Random random = new Random(seed);
        int size = DjlNetwork.tensors(config).stream()
                .mapToInt(DjlNetwork.TensorSpec::size)
                .sum();
        float[] weights = new float[size];
        int at = 0;
        for (DjlNetwork.TensorSpec spec : DjlNetwork.tensors(config)) {
            for (int i = 0; i < spec.size(); i++) {
                double deviation = spec.deviation() > 0 ? spec.deviation() : 0.1;
                weights[at++] = (float) (spec.mean() + deviation * random.nextGaussian());
            }
        }
        return weights;
    }

    private static DenoiserBatch batch(int rows, int from) {
        float[][] x = new float[rows][];
        double[] alpha = new double[rows];
        double[] sigma = new double[rows];
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            Random random = new Random(100 + from + i);
            x[i] = new float[256];
            for (int j = 0; j < 256; j++) {
                x[i][j] = (float) random.nextGaussian();
            }
            alpha[i] = 1;
            sigma[i] = 0.05 * (1 + from + i);
            conditions.add((from + i) % 2 == 0 ? Condition.ofClass(i % 3) : Condition.ofText(new float[] {1, 0, 0, 0}));
        }
        return new DenoiserBatch(x, alpha, sigma, new double[rows], conditions);
    }

    @Test
    void standardNetworkStaysWithinTheSizeOfABundledModel() {
        int size = DjlNetwork.tensors(UNetConfig.standard(1, 64, 7, 384)).stream()
                .mapToInt(DjlNetwork.TensorSpec::size)
                .sum();
        assertTrue(size > 4_000_000 && size < 6_000_000, "weights: " + size);
    }

    @Test
    void tensorNamesAreUnique() {
        List<String> names = DjlNetwork.tensors(TOY).stream()
                .map(DjlNetwork.TensorSpec::name)
                .toList();
        assertEquals(names.size(), names.stream().distinct().count());
    }

    @Test
    void aRowIsTheSameAloneAndInABatch() {
        try (DjlDenoiser denoiser = DjlDenoiser.create(TOY, weights(TOY, 1), new EdmPreconditioning(0.5), "cpu")) {
            float[][] together = denoiser.denoise(batch(5, 0));
            for (int i = 0; i < 5; i++) {
                DenoiserBatch all = batch(5, 0);
                float[] alone = denoiser.denoise(new DenoiserBatch(
                        new float[][] {all.x()[i]},
                        new double[] {1},
                        new double[] {all.sigma()[i]},
                        new double[1],
                        List.of(all.conditions().get(i))))[0];
                assertArrayEquals(together[i], alone, 2e-5f);
            }
        }
    }

    @Test
    void everyConditionReachesTheOutput() {
        try (DjlDenoiser denoiser = DjlDenoiser.create(TOY, weights(TOY, 2), new EdmPreconditioning(0.5), "cpu")) {
            float[] none = one(denoiser, 0.3, Condition.NONE);
            assertTrue(distance(none, one(denoiser, 0.3, Condition.ofClass(1))) > 1e-3);
            assertTrue(distance(none, one(denoiser, 0.3, Condition.ofText(new float[] {0, 1, 0, 0}))) > 1e-3);
            assertTrue(distance(none, one(denoiser, 0.31, Condition.NONE)) > 1e-5);
        }
    }

    private static float[] one(DjlDenoiser denoiser, double sigma, Condition condition) {
        return denoiser.denoise(new DenoiserBatch(
                new float[][] {batch(1, 0).x()[0]},
                new double[] {1},
                new double[] {sigma},
                new double[1],
                List.of(condition)))[0];
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
        }
        return Math.sqrt(sum / a.length);
    }

    /** x = alpha x0 + sigma n is the variance-exploding x / alpha at sigma / alpha: the same denoised image. */
    @Test
    void variancePreservingLevelsAreTheSameImageScaled() {
        try (DjlDenoiser denoiser = DjlDenoiser.create(TOY, weights(TOY, 3), new EdmPreconditioning(0.5), "cpu")) {
            float[] x = batch(1, 0).x()[0];
            float[] scaled = new float[x.length];
            for (int i = 0; i < x.length; i++) {
                scaled[i] = 0.8f * x[i];
            }
            float[] exploding = one(denoiser, 0.5, Condition.NONE);
            float[] preserving = denoiser.denoise(new DenoiserBatch(
                    new float[][] {scaled},
                    new double[] {0.8},
                    new double[] {0.4},
                    new double[1],
                    List.of(Condition.NONE)))[0];
            assertArrayEquals(exploding, preserving, 1e-5f);
        }
    }

    @Test
    void groupNormEqualsItsDefinition() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            int channels = 8;
            GroupNorm norm = new GroupNorm("n", channels);
            float[] scale = {1, 2, 3, 4, 5, 6, 7, 8};
            float[] shift = {.1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f};
            norm.slots().get(0).parameter().setArray(manager.create(scale));
            norm.slots().get(1).parameter().setArray(manager.create(shift));
            float[] x = new float[2 * channels * 9];
            Random random = new Random(5);
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) (3 + 2 * random.nextGaussian());
            }
            NDArray y = norm.apply(manager.create(x, new Shape(2, channels, 3, 3)));
            assertArrayEquals(naive(x, scale, shift, UNetConfig.groups(channels)), y.toFloatArray(), 5e-5f);
        }
    }

    private static float[] naive(float[] x, float[] scale, float[] shift, int groups) {
        float[] y = new float[x.length];
        int group = scale.length / groups * 9;
        for (int g = 0; g < x.length / group; g++) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < group; i++) {
                mean += x[g * group + i] / (double) group;
            }
            for (int i = 0; i < group; i++) {
                square += Math.pow(x[g * group + i] - mean, 2) / group;
            }
            for (int i = 0; i < group; i++) {
                int c = (g * group + i) / 9 % scale.length;
                y[g * group + i] = (float) ((x[g * group + i] - mean) / Math.sqrt(square + 1e-5) * scale[c] + shift[c]);
            }
        }
        return y;
    }

    @Test
    void refusesRowsAndConditionsThatDoNotFit() {
        try (DjlDenoiser denoiser = DjlDenoiser.create(TOY, weights(TOY, 4), new EdmPreconditioning(0.5), "cpu")) {
            assertThrows(IllegalArgumentException.class, () -> one(denoiser, 0.3, Condition.ofClass(3)));
            assertThrows(IllegalArgumentException.class, () -> one(denoiser, 0.3, Condition.ofText(new float[] {1})));
            assertThrows(IllegalArgumentException.class, () -> one(denoiser, 0, Condition.NONE));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> DjlDenoiser.create(TOY, new float[3], new EdmPreconditioning(0.5), "cpu"));
        assertThrows(IllegalArgumentException.class, () -> DjlDevice.parse("gpu"));
        assertThrows(IllegalArgumentException.class, () -> DjlDevice.parse("cuda:99"));
    }

    /** What backward reads must not lie in Java buffers that the collector may free between forward and backward. */
    @Test
    void gradientsDoNotDependOnTheGarbageCollector() {
        try (DjlNetwork network = DjlNetwork.create(TOY, weights(TOY, 4), Device.cpu(), true)) {
            float[] quiet = gradient(network, false);
            for (int i = 0; i < 5; i++) {
                assertArrayEquals(quiet, gradient(network, true), "after a collection, round " + i);
            }
        }
    }

    private static float[] gradient(DjlNetwork network, boolean collect) {
        int rows = 3;
        try (NDManager scope = network.manager().newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDList inputs = new NDList(
                    AlignedArrays.create(scope, values(rows * 256), new Shape(rows, 1, 16, 16)),
                    AlignedArrays.create(scope, values(rows), new Shape(rows, 1)),
                    AlignedArrays.create(scope, values(rows * 3), new Shape(rows, 3)),
                    AlignedArrays.create(scope, values(rows * 4), new Shape(rows, 4)),
                    AlignedArrays.create(scope, values(rows * 2), new Shape(rows, 2)));
            NDArray loss = network.forward(inputs).square().mean();
            if (collect) {
                System.gc();
                for (int i = 0; i < 2000; i++) {
                    ByteBuffer.allocateDirect(8).putDouble(0, 1e3); // takes what was freed
                }
            }
            collector.backward(loss);
            return network.takeGradient(scope).toFloatArray();
        }
    }

    private static float[] values(int count) {
        Random random = new Random(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
