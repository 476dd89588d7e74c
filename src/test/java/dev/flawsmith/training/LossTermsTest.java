package dev.flawsmith.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.Posterior;
import org.junit.jupiter.api.Test;

class LossTermsTest {
    @Test
    void divergenceIsThatOfNormalLaws() {
        assertEquals(0, divergence(new float[] {0, 0}, new float[] {0, 0}), 1e-6);
        // (m^2 + s^2 - 1) / 2 - log s of m = 2, s = 1 and m = 0, s = e: 2 and (e^2 - 1) / 2 - 1, averaged.
        assertEquals((2 + (Math.E * Math.E - 1) / 2 - 1) / 2, divergence(new float[] {2, 0}, new float[] {0, 1}), 1e-5);
    }

    private static double divergence(float[] mean, float[] logDeviation) {
        try (NDManager scope = NDManager.newBaseManager("PyTorch")) {
            Shape shape = new Shape(1, mean.length);
            NDArray log = AlignedArrays.create(scope, logDeviation, shape);
            Posterior posterior = new Posterior(AlignedArrays.create(scope, mean, shape), log);
            return LossTerms.divergence(posterior, log.exp(), scope).getFloat();
        }
    }
}
