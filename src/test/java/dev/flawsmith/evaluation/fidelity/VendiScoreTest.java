package dev.flawsmith.evaluation.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class VendiScoreTest {
    @Test
    void countsDifferentRows() {
        assertEquals(3, VendiScore.of(FeatureRows.of("x", new float[][] {{1, 0, 0}, {0, 5, 0}, {0, 0, 2}})), 1e-9);
        assertEquals(1, VendiScore.of(Sets.filledWith(10, 3, 2)), 1e-9);
        // two of four are one: eigenvalues 1/2, 1/4, 1/4
        float[][] rows = {{1, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        assertEquals(Math.exp(0.5 * Math.log(2) + 0.5 * Math.log(4)), VendiScore.of(FeatureRows.of("x", rows)), 1e-9);
    }

    /** Columns of zeros change no cosine, but which of the two matrices is taken. */
    @Test
    void bothMatricesHaveTheSameEigenvalues() {
        FeatureRows x = Sets.gaussian(40, 6, 0.5, 1, 1);
        float[][] padded = Sets.arrays(x);
        for (int i = 0; i < padded.length; i++) {
            padded[i] = Arrays.copyOf(padded[i], 60);
        }
        assertEquals(VendiScore.of(x), VendiScore.of(FeatureRows.of("padded", padded)), 1e-9);
    }

    @Test
    void namesARowThatIsZero() {
        var zero = assertThrows(
                FeatureException.class, () -> VendiScore.of(FeatureRows.of("x", new float[][] {{1, 0}, {0, 0}})));
        assertEquals("x: expected rows that are not zero for a Vendi score, found row 1 to be", zero.getMessage());
    }
}
