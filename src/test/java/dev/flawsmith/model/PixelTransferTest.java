package dev.flawsmith.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PixelTransferTest {
    private static final PixelTransfer STEEL = new PixelTransfer(0.02, 0.06, 0.47, -0.2);

    @Test
    void everyGreyLevelSurvivesTheWayThroughModelSpace() {
        for (int level = 0; level < 256; level++) {
            float v = level / 127.5f - 1;
            float back = STEEL.toPixels(STEEL.toModel(new float[] {v}))[0];
            assertEquals(v, back, 1e-5);
        }
    }

    @Test
    void givesFaintContrastMoreRoomThanStrong() {
        float[] y = STEEL.toModel(new float[] {0.02f, 0.04f, 0.5f, 0.52f});
        double faint = y[1] - y[0];
        double strong = y[3] - y[2];
        assertTrue(faint > 5 * strong, faint + " against " + strong);
    }

    @Test
    void identityLeavesValuesAsTheyAre() {
        float[] values = {-1, -0.3f, 0, 0.7f, 1};
        float[] y = PixelTransfer.IDENTITY.toModel(values);
        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], y[i], 1e-7);
        }
    }

    @Test
    void refusesAScaleOfZero() {
        assertThrows(IllegalArgumentException.class, () -> new PixelTransfer(0, 0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new PixelTransfer(Double.NaN, 1, 1, 0));
    }
}
