package dev.flawsmith.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class AnnealingTest {
    @Test
    void aRateStaysAndThenFallsToNothing() {
        assertEquals(1, Annealing.linear(0, 0.6));
        assertEquals(1, Annealing.linear(0.6, 0.6));
        assertEquals(0.5, Annealing.linear(0.8, 0.6), 1e-12);
        assertEquals(0, Annealing.linear(1, 0.6), 1e-12);
        assertEquals(1, Annealing.linear(1, 1), "what never falls");
    }

    @Test
    void anAverageBeginsWithTheFirstWeightsAndForgetsEverMoreSlowly() {
        assertEquals(0, Annealing.averageDecay(1, 16));
        assertEquals(Math.pow(0.99, 17), Annealing.averageDecay(100, 16), 1e-12);
    }

    @Test
    void longGradientsAreShortenedToTheMost() {
        assertEquals(1, Annealing.clip(0.5, 1));
        assertEquals(0.25, Annealing.clip(4, 1), 1e-6);
    }

    @Test
    void anAverageFollowsItsWeights() {
        try (NDManager scope = NDManager.newBaseManager("PyTorch")) {
            NDArray average = scope.create(new float[] {0, 8});
            Annealing.follow(average, scope.create(new float[] {4, 4}), 0.75, scope);
            assertArrayEquals(new float[] {1, 7}, average.toFloatArray());
        }
    }
}
