package dev.flawsmith.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelHistogramTest {
    @ParameterizedTest
    @CsvSource({"-0.17, 5", "-3, 0", "0, 0.001", "-7, 7"})
    void zeroHasALevelOfItsOwnAndTheEndsAreKept(float low, float high) {
        ChannelRange range = new ChannelRange(low, high);
        assertEquals(0, range.rounded(0));
        assertEquals(low, range.rounded(low), range.scale());
        assertEquals(high, range.rounded(high), range.scale());
        assertEquals(range.rounded(10 * high + 1), range.rounded(high + range.scale()), "clipped");
    }

    @Test
    void aChannelThatIsAlwaysZeroStaysZero() {
        assertEquals(0, new ChannelRange(0, 0).rounded(0));
        assertEquals(new ChannelRange(0, 0), new ChannelRange(0, 0).widened(1.25f));
    }

    @Test
    void aSharedLevelOfZeroStillHoldsTheRange() {
        ChannelRange range = new ChannelRange(-0.17f, 5);
        for (int zero = 1; zero < ChannelRange.STEPS; zero++) {
            float scale = range.scale(zero);
            assertTrue(scale * zero >= 0.17f - 1e-6f && scale * (ChannelRange.STEPS - zero) >= 5 - 1e-4f);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1, 1", "-1, -0.1", "NaN, 1", "-Infinity, 1", "0, Infinity"})
    void refusesARangeThatIsNone(float low, float high) {
        var refused = assertThrows(IllegalArgumentException.class, () -> new ChannelRange(low, high));
        assertEquals(
                "expected a finite range that contains 0, found [" + low + ", " + high + "]", refused.getMessage());
    }

    /** One value in a million is not worth ten times coarser steps for all others. */
    @Test
    void aRareLargeValueIsClipped() {
        ChannelHistogram histogram = new ChannelHistogram(-4, 40);
        Random random = new Random(1);
        for (int i = 0; i < 1_000_000; i++) {
            histogram.add((float) Math.max(-4, Math.min(4, random.nextGaussian())));
        }
        histogram.add(40);
        ChannelRange range = histogram.leastSquares();
        assertTrue(range.high() < 20 && range.high() > 3, "found " + range);
    }

    @Test
    void evenlySpreadValuesKeepTheirExtremes() {
        ChannelHistogram histogram = new ChannelHistogram(-1, 1);
        for (int i = 0; i <= 10_000; i++) {
            histogram.add(-1 + 2e-4f * i);
        }
        ChannelRange range = histogram.leastSquares();
        assertTrue(range.low() < -0.95 && range.high() > 0.95, "found " + range);
    }
}
