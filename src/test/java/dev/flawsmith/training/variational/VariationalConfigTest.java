package dev.flawsmith.training.variational;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VariationalConfigTest {
    private static final VariationalConfig STANDARD = VariationalConfig.STANDARD;

    @Test
    void defaultsAreThoseOfADenoiser() {
        assertEquals(new VariationalConfig(16, 7e-4, 0.9, 0.99, 1, 0.6, 16, 0.5, 1), STANDARD);
    }

    @Test
    void eachSettingIsChangedAlone() {
        assertEquals(new VariationalConfig(8, 7e-4, 0.9, 0.99, 1, 0.6, 16, 0.5, 1), STANDARD.withBatch(8));
        assertEquals(new VariationalConfig(16, 1e-3, 0.9, 0.99, 1, 0.6, 16, 0.5, 1), STANDARD.withLearningRate(1e-3));
        assertEquals(new VariationalConfig(16, 7e-4, 0.9, 0.99, 1, 0.6, 16, 0.2, 1), STANDARD.withFlips(0.2));
        assertEquals(new VariationalConfig(16, 7e-4, 0.9, 0.99, 1, 0.6, 16, 0.5, 9), STANDARD.withSeed(9));
    }

    @Test
    void theRateFallsAndFlipsEndWithItsPeak() {
        assertEquals(7e-4, STANDARD.learningRateAt(0.6));
        assertEquals(3.5e-4, STANDARD.learningRateAt(0.8), 1e-12);
        assertEquals(0.5, STANDARD.flipsAt(0.6));
        assertEquals(0, STANDARD.flipsAt(0.61));
    }

    @Test
    void whatIsOutOfRangeIsRefusedByWhatWasFound() {
        assertTrue(refusal(() -> STANDARD.withBatch(0)).contains("batch of at least 1, found 0"));
        assertTrue(refusal(() -> STANDARD.withLearningRate(0)).contains("learning rate above 0"));
        assertTrue(refusal(() -> STANDARD.withFlips(0.6)).contains("flips in [0, 0.5], found 0.6"));
        assertTrue(refusal(() -> new VariationalConfig(1, 1e-3, 1, 0.9, 1, 0.6, 16, 0, 1))
                .contains("decays in [0, 1)"));
        assertTrue(refusal(() -> new VariationalConfig(1, 1e-3, 0, 0.9, 1, 2, 16, 0, 1))
                .contains("decayFrom in [0, 1]"));
    }

    private static String refusal(org.junit.jupiter.api.function.Executable work) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, work).getMessage());
    }
}
