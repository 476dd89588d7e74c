package dev.flawsmith.model.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetManifest;
import dev.flawsmith.model.onnx.ToyPackages;
import dev.flawsmith.sampling.Noise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights of a toy of the classes a, b and c, taken over by a network of others. */
class UNetPackageTest {
    private static final List<String> OTHERS = List.of("x", "c", "b", "y");

    @TempDir
    static Path folder;

    private static ModelPackage model;
    private static UNetConfig config;

    @BeforeAll
    static void sealAToy() throws IOException {
        model = ToyPackages.seal(folder, 5);
        config = UNetManifest.config(model);
    }

    private static Map<String, float[]> tensors(float[] weights, UNetConfig network) {
        Map<String, float[]> tensors = new HashMap<>();
        int at = 0;
        for (DjlNetwork.TensorSpec spec : DjlNetwork.tensors(network)) {
            tensors.put(spec.name(), Arrays.copyOfRange(weights, at, at + spec.size()));
            at += spec.size();
        }
        assertEquals(weights.length, at);
        return tensors;
    }

    @Test
    void theSameClassesAreTheSameWeights() {
        assertArrayEquals(UNetPackage.weights(model), UNetPackage.weights(model, List.of("a", "b", "c")));
    }

    @Test
    void classesOfTheSameNameKeepTheirColumnsAndOthersStartAtZero() {
        Map<String, float[]> before = tensors(UNetPackage.weights(model), config);
        Map<String, float[]> after = tensors(UNetPackage.weights(model, OTHERS), config.withClasses(4));
        assertEquals(before.keySet(), after.keySet());
        float scale = (float) Math.sqrt(3 / 4.0);
        for (String name : before.keySet()) {
            float[] tensor = before.getOrDefault(name, new float[0]);
            if (name.equals(ConditionEmbedding.CLASS_BIAS)) {
                for (int i = 0; i < tensor.length; i++) {
                    tensor[i] *= scale;
                }
            }
            if (!name.equals(ConditionEmbedding.CLASS_WEIGHT)) {
                assertArrayEquals(tensor, after.get(name), name);
            }
        }
        float[] known = before.getOrDefault(ConditionEmbedding.CLASS_WEIGHT, new float[0]);
        float[] taken = after.getOrDefault(ConditionEmbedding.CLASS_WEIGHT, new float[0]);
        assertEquals(config.embeddingChannels() * 4, taken.length);
        for (int row = 0; row < config.embeddingChannels(); row++) {
            float[] expected = {0, scale * known[3 * row + 2], scale * known[3 * row + 1], 0};
            assertArrayEquals(expected, Arrays.copyOfRange(taken, 4 * row, 4 * row + 4), "row " + row);
        }
    }

    /** What the scale is for: a network multiplies a class's column by the root of how many there are. */
    @Test
    void aClassThatStaysDrawsAsItDid() {
        float[] before = denoised(config, UNetPackage.weights(model), Condition.ofClass(2), Condition.NONE);
        float[] after = denoised(
                config.withClasses(4), UNetPackage.weights(model, OTHERS), Condition.ofClass(1), Condition.ofClass(3));
        assertArrayEquals(before, after, 1e-5f); // c is the third before and the second after; y is as no class
    }

    private static float[] denoised(UNetConfig network, float[] weights, Condition first, Condition second) {
        int length = network.imageChannels() * network.imageSize() * network.imageSize();
        float[] x = new Noise(1, 0).standardNormal(0, length);
        DenoiserBatch batch = new DenoiserBatch(
                new float[][] {x, x},
                new double[] {1, 1},
                new double[] {0.5, 0.5},
                new double[2],
                List.of(first, second));
        try (DjlDenoiser denoiser = DjlDenoiser.create(network, weights, new EdmPreconditioning(0.5), "cpu")) {
            float[][] rows = denoiser.denoise(batch);
            float[] both = Arrays.copyOf(rows[0], 2 * length);
            System.arraycopy(rows[1], 0, both, length, length);
            return both;
        }
    }
}
