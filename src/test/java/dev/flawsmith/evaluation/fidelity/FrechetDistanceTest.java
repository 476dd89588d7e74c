package dev.flawsmith.evaluation.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import org.junit.jupiter.api.Test;

final class FrechetDistanceTest {
    @Test
    void onALineItIsTheFormulaDoneByHand() {
        // means 1 and 5, deviations sqrt(2) and 2 sqrt(2): 16 + 2
        FrechetDistance found = FrechetDistance.between(Sets.line(0, 2), Sets.line(3, 7));
        assertEquals(18, found.value(), 1e-12);
        assertEquals(1, found.rank());
    }

    @Test
    void ofASetAndItselfItIsZero() {
        FeatureRows many = Sets.gaussian(300, 20, 3, 2, 1);
        assertEquals(0, FrechetDistance.between(many, many).value(), 1e-9);
        FeatureRows few = Sets.gaussian(12, 20, 3, 2, 1);
        assertEquals(0, FrechetDistance.between(few, few).value(), 1e-9);
    }

    /** A column twice is, for the distance, one column times the root of 2: rank-deficient against full rank. */
    @Test
    void findsTheSameWithoutTheFullRank() {
        FeatureRows x = Sets.gaussian(1500, 6, 0, 1, 1);
        FeatureRows y = Sets.gaussian(1400, 6, 0.3, 1.5, 2);
        FrechetDistance scaled = FrechetDistance.between(reshaped(x, false), reshaped(y, false));
        assertEquals(FrechetDistance.Method.CHOLESKY, scaled.method());
        FrechetDistance doubled = FrechetDistance.between(reshaped(x, true), reshaped(y, true));
        assertEquals(FrechetDistance.Method.FACTORS, doubled.method());
        assertEquals(6, doubled.rank());
        assertEquals(scaled.value(), doubled.value(), 1e-6 * scaled.value()); // √2 is rounded to float32
    }

    /** The first column twice and a constant one, or times √2. */
    private static FeatureRows reshaped(FeatureRows rows, boolean doubled) {
        float[][] reshaped = Sets.arrays(rows);
        for (int i = 0; i < reshaped.length; i++) {
            float[] row = reshaped[i];
            reshaped[i] = doubled
                    ? new float[] {row[0], row[0], row[1], row[2], row[3], row[4], row[5], 7}
                    : new float[] {(float) (row[0] * Math.sqrt(2)), row[1], row[2], row[3], row[4], row[5]};
        }
        return FeatureRows.of("reshaped", reshaped);
    }

    /** Sets of fewer rows than columns, turned so that the other columns are 0: the distance in their own plane. */
    @Test
    void withFewerRowsThanDimensionsItIsTheDistanceInThePlaneTheySpan() {
        FeatureRows x = Sets.gaussian(7, 4, 0, 1, 1);
        FeatureRows y = Sets.gaussian(9, 4, 1, 2, 2);
        double inThePlane = FrechetDistance.between(x, y).value();
        FrechetDistance padded = FrechetDistance.between(padded(x, 50), padded(y, 50));
        assertEquals(FrechetDistance.Method.FACTORS, padded.method());
        assertEquals(4, padded.rank());
        assertEquals(inThePlane, padded.value(), 1e-10 * inThePlane);
    }

    @Test
    void oneSideMayHaveFewerRowsThanDimensions() {
        FeatureRows few = Sets.gaussian(10, 30, 0, 1, 1);
        FeatureRows many = Sets.gaussian(500, 30, 0, 1, 2);
        double one = FrechetDistance.between(few, many).value();
        assertEquals(one, FrechetDistance.between(many, few).value(), 1e-10 * one);
        assertEquals(9, FrechetDistance.between(few, many).rank());
    }

    private static FeatureRows padded(FeatureRows rows, int columns) {
        float[][] padded = Sets.arrays(rows);
        for (int i = 0; i < padded.length; i++) {
            padded[i] = java.util.Arrays.copyOf(padded[i], columns);
        }
        return FeatureRows.of("padded", padded);
    }

    /** Columns in two independent parts whose scales are far apart: the sum of the distances of the parts. */
    @Test
    void smallEigenvaluesAreNotLostInLargeOnes() {
        FeatureRows x = Sets.gaussian(400, 8, 0, 1, 1);
        FeatureRows y = Sets.gaussian(400, 8, 0, 1, 2);
        double scale = 1e-7;
        double all = FrechetDistance.between(scaled(x, scale), scaled(x, scale)).value();
        assertEquals(0, all, 1e-12 * 8);
        FrechetDistance different = FrechetDistance.between(scaled(x, scale), scaled(y, scale));
        assertTrue(different.value() > 0, "found " + different);
    }

    private static FeatureRows scaled(FeatureRows rows, double scale) {
        float[][] scaled = Sets.arrays(rows);
        for (float[] row : scaled) {
            for (int j = 4; j < row.length; j++) {
                row[j] *= (float) scale;
            }
        }
        return FeatureRows.of("scaled", scaled);
    }

    @Test
    void equalRowsAreAPoint() {
        FeatureRows point = FeatureRows.of("point", new float[][] {{1, 2}, {1, 2}, {1, 2}});
        FeatureRows other = FeatureRows.of("other", new float[][] {{4, 6}, {4, 6}, {4, 6}});
        assertEquals(25, FrechetDistance.between(point, other).value(), 1e-12);
        assertEquals(0, FeatureStatistics.of(point).totalVariance());
    }

    @Test
    void refusesWhatItCannotCompare() {
        var one = assertThrows(FeatureException.class, () -> FrechetDistance.between(Sets.line(1), Sets.line(1, 2)));
        assertEquals("line: expected at least 2 rows for a covariance, found 1", one.getMessage());
        var other = assertThrows(
                FeatureException.class, () -> FrechetDistance.between(Sets.line(1, 2), Sets.gaussian(3, 2, 0, 1, 1)));
        assertTrue(String.valueOf(other.getMessage()).contains("found 1 in line and 2 in gaussian"));
    }
}
