package dev.flawsmith.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdmPreconditioningTest {
    private static final double SIGMA_DATA = 0.5;
    private final EdmPreconditioning edm = new EdmPreconditioning(SIGMA_DATA);

    /** Worked by hand from table 1 at sigma = 1.2, sigmaData = 0.5: the variances add up to 1.3². */
    @Test
    void agreesWithTableOneWorkedByHand() {
        assertEquals(0.25 / 1.69, edm.cSkip(1.2), 1e-15);
        assertEquals(0.6 / 1.3, edm.cOut(1.2), 1e-15);
        assertEquals(1 / 1.3, edm.cIn(1.2), 1e-15);
        assertEquals(0.0455803891984887, edm.cNoise(1.2), 1e-15);
        assertEquals(1.69 / 0.36, edm.lossWeight(1.2), 1e-14);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.002, 0.1, 0.5, 3, 80})
    void givesTheNetworkUnitVarianceInputsAndTargets(double sigma) {
        double dataVariance = SIGMA_DATA * SIGMA_DATA;
        double cSkip = edm.cSkip(sigma);
        double inputVariance = Math.pow(edm.cIn(sigma), 2) * (dataVariance + sigma * sigma);
        double residual = Math.pow(1 - cSkip, 2) * dataVariance + Math.pow(cSkip * sigma, 2);
        assertEquals(1, inputVariance, 1e-12, "input");
        assertEquals(1, residual / Math.pow(edm.cOut(sigma), 2), 1e-9, "target");
        assertEquals(1, edm.lossWeight(sigma) * Math.pow(edm.cOut(sigma), 2), 1e-12, "weighted loss");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesLevelsThatAreNotFiniteAndAboveZero(double sigma) {
        for (Runnable coefficient :
                new Runnable[] {() -> edm.cSkip(sigma), () -> edm.cNoise(sigma), () -> edm.lossWeight(sigma)}) {
            var refused = assertThrows(IllegalArgumentException.class, coefficient::run);
            assertTrue(String.valueOf(refused.getMessage()).contains("found " + sigma), refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> new EdmPreconditioning(sigma));
    }
}
