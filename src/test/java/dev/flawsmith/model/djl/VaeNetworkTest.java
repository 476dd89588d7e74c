package dev.flawsmith.model.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.sampling.Noise;
import java.util.List;
import org.junit.jupiter.api.Test;

class VaeNetworkTest {
    private static final VaeConfig TOY = new VaeConfig(1, 8, List.of(8, 12), 1, 1);

    /** Weights as training starts from them: the last convolutions are zeros. */
    private static float[] start(VaeConfig config) {
        List<DjlNetwork.TensorSpec> specs = VaeNetwork.tensors(config);
        float[] weights =
                new float[specs.stream().mapToInt(DjlNetwork.TensorSpec::size).sum()];
        int offset = 0;
        int draw = 0;
        for (DjlNetwork.TensorSpec spec : specs) {
            float[] normal = new Noise(5, 0).standardNormal(draw++, spec.size());
            for (int i = 0; i < spec.size(); i++) {
                weights[offset++] = (float) (spec.mean() + spec.deviation() * normal[i]);
            }
        }
        return weights;
    }

    @Test
    void beforeItHasLearntALatentIsAveragesAsPatchesAndComesBackAsSquares() {
        float[] image = new Noise(1, 0).standardNormal(0, 64);
        float[] averages = new float[16];
        for (int i = 0; i < 64; i++) {
            averages[(i / 8 / 2) * 4 + (i % 8) / 2] += image[i] / 4;
        }
        float[] patches = new float[16];
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                patches[((y % 2) * 2 + x % 2) * 4 + (y / 2) * 2 + x / 2] = averages[y * 4 + x];
            }
        }
        float[] squares = new float[64];
        for (int i = 0; i < 64; i++) {
            squares[i] = averages[(i / 8 / 2) * 4 + (i % 8) / 2];
        }
        try (VaeNetwork network = VaeNetwork.create(TOY, start(TOY), "cpu", false)) {
            float[][] latent = network.means(image, 1, 8);
            assertArrayEquals(patches, latent[0], 1e-5f);
            assertArrayEquals(squares, network.images(latent)[0], 1e-5f);
        }
    }

    @Test
    void itStartsFromATenthOfALatentsDeviationAsNoise() {
        try (VaeNetwork network = VaeNetwork.create(TOY, start(TOY), "cpu", false);
                NDManager scope = network.manager().newSubManager()) {
            Posterior posterior = network.encode(scope.ones(new Shape(2, 1, 8, 8)));
            assertEquals(new Shape(2, 4, 2, 2), posterior.logDeviation().getShape());
            assertEquals(0.05, Math.exp(posterior.logDeviation().mean().getFloat()), 0.001);
        }
    }

    @Test
    void cropsOfAnyDivisibleSizeGoThrough() {
        VaeConfig rgb = new VaeConfig(3, 16, List.of(8, 8, 8), 1, 2);
        try (VaeNetwork network = VaeNetwork.create(rgb, start(rgb), "cpu", false);
                NDManager scope = network.manager().newSubManager()) {
            Posterior posterior = network.encode(scope.ones(new Shape(1, 3, 24, 24)));
            assertEquals(new Shape(1, 12, 3, 3), posterior.mean().getShape());
            assertEquals(
                    new Shape(1, 3, 24, 24), network.decode(posterior.mean()).getShape());
        }
    }
}
