package dev.flawsmith.training.autoencoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.sampling.Noise;
import org.junit.jupiter.api.Test;

class FeatureDistanceTest {
    @Test
    void nothingIsAsNearAsTheImageItselfAndMoreNoiseIsFarther() {
        try (FeatureDistance distance = new FeatureDistance(ToyVaeRun.seeing(), "cpu");
                NDManager scope = NDManager.newBaseManager("PyTorch")) {
            NDArray image = noise(scope, 1, 0);
            assertEquals(0, distance.between(image, image).getFloat());
            float near =
                    distance.between(image.add(noise(scope, 0.1f, 1)), image).getFloat();
            float far =
                    distance.between(image.add(noise(scope, 0.5f, 1)), image).getFloat();
            assertTrue(near > 1e-4 && far > 2 * near, near + " and " + far);
        }
    }

    @Test
    void brightnessAndContrastAreNotStructure() {
        try (FeatureDistance distance = new FeatureDistance(ToyVaeRun.seeing(), "cpu");
                NDManager scope = NDManager.newBaseManager("PyTorch")) {
            NDArray image = noise(scope, 1, 0);
            assertEquals(0, distance.between(image.mul(2).add(0.3), image).getFloat(), 1e-4);
        }
    }

    private static NDArray noise(NDManager scope, float deviation, int draw) {
        float[] values = new Noise(4, 0).standardNormal(draw, 2 * 32 * 32);
        for (int i = 0; i < values.length; i++) {
            values[i] *= deviation;
        }
        return AlignedArrays.create(scope, values, new Shape(2, 1, 32, 32));
    }
}
