package dev.flawsmith.evaluation.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.flawsmith.math.FeatureRows;
import org.junit.jupiter.api.Test;

final class SlicedWassersteinTest {
    @Test
    void onALineItIsTheDistanceOfQuantileFunctions() {
        // thirds of y against halves of x: 1/3 (3-0)² + 1/6 (4-0)² + 1/6 (4-1)² + 1/3 (8-1)²
        assertEquals(
                9 / 3.0 + 16 / 6.0 + 9 / 6.0 + 49 / 3.0,
                SlicedWasserstein.squaredDistance(new double[] {0, 1}, new double[] {3, 4, 8}),
                1e-12);
        double value = SlicedWasserstein.between(Sets.line(1, 0), Sets.line(4, 8, 3), 7, 1)
                .value();
        assertEquals(Math.sqrt(23.5), value, 1e-6);
    }

    /** A set moved by v is at |v · u| in direction u, whose mean square over directions in d dimensions is |v|² / d. */
    @Test
    void ofAMovedSetItIsTheMoveOverTheRootOfTheDimension() {
        FeatureRows x = Sets.gaussian(1300, 6, 0, 1, 1);
        float[][] moved = Sets.arrays(x);
        for (float[] row : moved) {
            row[2] += 3;
        }
        double value = SlicedWasserstein.between(x, FeatureRows.of("moved", moved), 4000, 1)
                .value();
        assertEquals(3 / Math.sqrt(6), value, 0.04);
        assertEquals(0, SlicedWasserstein.between(x, x, 10, 1).value());
    }

    @Test
    void isSeeded() {
        FeatureRows x = Sets.gaussian(30, 5, 0, 1, 1);
        FeatureRows y = Sets.gaussian(30, 5, 0, 2, 2);
        assertEquals(SlicedWasserstein.between(x, y, 20, 3), SlicedWasserstein.between(x, y, 20, 3));
        assertNotEquals(
                SlicedWasserstein.between(x, y, 20, 3).value(),
                SlicedWasserstein.between(x, y, 20, 4).value());
    }
}
