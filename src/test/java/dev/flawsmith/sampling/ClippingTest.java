package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClippingTest {
    private static final float[] IMAGE = {-4, -0.5f, 0, 1, 2};

    @Test
    void clipsIntoARange() {
        assertArrayEquals(
                new float[] {-1.5f, -0.5f, 0, 1, 1.5f}, Clipping.to(1.5).apply(IMAGE));
    }

    /** Absolute values 0, 0.5, 1, 2, 4: their 0.75-quantile is 2, their 0.875-quantile halfway from 2 to 4. */
    @Test
    void thresholdsAtAQuantileAndScalesBack() {
        assertArrayEquals(
                new float[] {-1, -0.25f, 0, 0.5f, 1}, Clipping.dynamic(0.75, 10).apply(IMAGE));
        float third = 1f / 3;
        assertArrayEquals(
                new float[] {-1, -0.5f * third, 0, third, 2 * third},
                Clipping.dynamic(0.875, 10).apply(IMAGE),
                1e-6f);
    }

    @Test
    void theThresholdIsAtLeastOneAndAtMostTheGreatest() {
        assertArrayEquals(
                new float[] {-1, -0.5f, 0, 1, 1}, Clipping.dynamic(0.25, 10).apply(IMAGE));
        assertArrayEquals(
                new float[] {-1, -1f / 3, 0, 2f / 3, 1},
                Clipping.dynamic(0.75, 1.5).apply(IMAGE),
                1e-6f);
    }

    /** Song et al. 2021, eq. 12: a clipped image moves the mean, while the direction stays the network's. */
    @Test
    void ddimKeepsTheNetworksDirectionWhereItClips() {
        NoiseLevel from = new NoiseLevel(0.6, 0.8, 9);
        NoiseLevel to = new NoiseLevel(0.8, 0.6, 5);
        SamplingPlan plan = new SamplingPlan(List.of(from, to), 1, (draw, size) -> new float[] {0.5f}, 1);
        Trajectory trajectory = new Ddim(0, Clipping.to(1)).start(plan);
        trajectory.accept(new float[] {2});
        double noise = (0.5 - 0.6 * 2) / 0.8;
        assertEquals(0.8 * 1 + 0.6 * noise, trajectory.sample()[0], 1e-6);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesRangesThatAreNone(double range) {
        assertThrows(IllegalArgumentException.class, () -> Clipping.to(range));
        assertThrows(IllegalArgumentException.class, () -> Clipping.dynamic(0.9, range));
        assertThrows(IllegalArgumentException.class, () -> Clipping.dynamic(range - 1.5, 1));
    }
}
