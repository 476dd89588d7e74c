package dev.flawsmith.evaluation.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flawsmith.math.FeatureRows;
import org.junit.jupiter.api.Test;

/**
 * Constants of the reference implementations on {@code rng = RandomState(2023); X = rng.randn(64, 8); Y = rng.randn(64, 8)
 * + .25} in float64. Features here are float32, so what is continuous agrees to about 1e-7, what is counted exactly.
 */
final class NumpyConstantsTest {
    private final NumpyRandom random = new NumpyRandom(2023);
    private final FeatureRows x = random.randn("x", 64, 8, 0);
    private final FeatureRows y = random.randn("y", 64, 8, 0.25);

    @Test
    void frechetDistance() {
        assertEquals(1.204472550348, FrechetDistance.between(x, y).value(), 3e-7);
    }

    @Test
    void kernelDistance() {
        assertEquals(0.1347546932495, KernelDistance.full(x, y), 3e-7);
    }

    @Test
    void cmmd() {
        assertEquals(4.598517082284, Cmmd.between(x, y), 3e-6);
    }

    @Test
    void vendi() {
        assertEquals(7.7504290253, VendiScore.of(x), 1e-6);
    }

    @Test
    void densityAndCoverage() {
        assertEquals(new DensityCoverage(.96875, .8125, 1.121875, .984375, 5), DensityCoverage.between(x, y, 5));
    }
}
