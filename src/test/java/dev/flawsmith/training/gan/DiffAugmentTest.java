package dev.flawsmith.training.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.flawsmith.sampling.Noise;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DiffAugmentTest {
    private static final int ROWS = 3;
    private static final int SIZE = 16;
    private static final int CHANNELS = 3;
    private static final int ROW = CHANNELS * SIZE * SIZE;

    private static final DiffAugment CHANGES = DiffAugment.draw(new Noise(4, 3), 7, ROWS, SIZE);
    private static final float[] IMAGES = new Noise(1, 0).standardNormal(0, 2 * ROWS * ROW);

    @Test
    void changesEveryRowAsItsNumbersSay() {
        float[] changed = apply(IMAGES);
        for (int i = 0; i < 2 * ROWS; i++) {
            float[] image = Arrays.copyOfRange(IMAGES, i * ROW, (i + 1) * ROW);
            assertArrayEquals(
                    naive(image, i % ROWS), Arrays.copyOfRange(changed, i * ROW, (i + 1) * ROW), 1e-5f, "row " + i);
        }
    }

    /** One pixel after another, as Zhao et al. 2020 describe it. */
    private static float[] naive(float[] image, int row) {
        double mean = 0;
        for (float value : image) {
            mean += (value + CHANGES.shift()[row]) / ROW;
        }
        float[] changed = new float[ROW];
        for (int c = 0; c < CHANNELS; c++) {
            for (int y = 0; y < SIZE; y++) {
                for (int x = 0; x < SIZE; x++) {
                    int fromY = y - CHANGES.down()[row];
                    int fromX = x - CHANGES.right()[row];
                    boolean inside = fromY >= 0 && fromY < SIZE && fromX >= 0 && fromX < SIZE;
                    int dy = y - CHANGES.top()[row];
                    int dx = x - CHANGES.left()[row];
                    boolean cut = dy >= 0 && dy < SIZE / 2 && dx >= 0 && dx < SIZE / 2;
                    if (inside && !cut) {
                        double value = image[(c * SIZE + fromY) * SIZE + fromX] + CHANGES.shift()[row];
                        changed[(c * SIZE + y) * SIZE + x] = (float) (mean + (value - mean) * CHANGES.contrast()[row]);
                    }
                }
            }
        }
        return changed;
    }

    @Test
    void bothHalvesOfABatchAreChangedAlike() {
        float[] twice = IMAGES.clone();
        System.arraycopy(twice, 0, twice, ROWS * ROW, ROWS * ROW);
        float[] changed = apply(twice);
        assertArrayEquals(
                Arrays.copyOf(changed, ROWS * ROW), Arrays.copyOfRange(changed, ROWS * ROW, 2 * ROWS * ROW), 0);
        assertTrue(
                !Arrays.equals(Arrays.copyOf(changed, ROW), Arrays.copyOfRange(changed, ROW, 2 * ROW)),
                "rows differ from each other");
    }

    /** It is affine in the image, so differences of any width are exact: the gradient is held to them. */
    @Test
    void gradientsFlowThroughIt() {
        float[] weights = new Noise(2, 0).standardNormal(0, IMAGES.length);
        float[] gradient;
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray x = manager.create(IMAGES, new Shape(2 * ROWS, CHANNELS, SIZE, SIZE));
            NDArray w = manager.create(weights, x.getShape());
            x.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(CHANGES.apply(x, 2).mul(w).sum());
            }
            gradient = x.getGradient().toFloatArray();
        }
        double before = weighted(apply(IMAGES), weights);
        for (int at = 5; at < IMAGES.length; at += 311) {
            float[] moved = IMAGES.clone();
            moved[at] += 4;
            double slope = (weighted(apply(moved), weights) - before) / 4;
            assertEquals(slope, gradient[at], 2e-3, "value " + at);
        }
    }

    private static double weighted(float[] values, float[] weights) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (double) values[i] * weights[i];
        }
        return sum;
    }

    private static float[] apply(float[] images) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            return CHANGES.apply(manager.create(images, new Shape(2 * ROWS, CHANNELS, SIZE, SIZE)), 2)
                    .toFloatArray();
        }
    }
}
