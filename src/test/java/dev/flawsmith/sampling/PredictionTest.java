package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionTest {
    private static final float[] IMAGE = {0.5f, -0.25f, 0.9f, 0};
    private static final float[] NOISE = {1.5f, 0.3f, -0.7f, 2};

    /** A perfect network's output leads back to the image, in either coordinates. */
    @ParameterizedTest
    @CsvSource({"0.8, 0.6", "1, 3", "1, 0.01", "0.1, 0.99498743710662"})
    void perfectOutputsLeadBackToTheImage(double alpha, double sigma) {
        NoiseLevel level = new NoiseLevel(alpha, sigma, 7);
        double norm = Math.hypot(alpha, sigma);
        float[] x = mixed(alpha, sigma);
        assertArrayEquals(IMAGE, Prediction.EPSILON.denoised(x, NOISE, level), 1e-5f);
        assertArrayEquals(IMAGE, Prediction.SAMPLE.denoised(x, IMAGE, level), 1e-5f);
        float[] velocity = new float[IMAGE.length];
        for (int i = 0; i < velocity.length; i++) {
            velocity[i] = (float) ((alpha * NOISE[i] - sigma * IMAGE[i]) / norm);
        }
        assertArrayEquals(IMAGE, Prediction.V.denoised(x, velocity, level), 1e-5f);
    }

    @Test
    void inputsHaveUnitVarianceInEitherCoordinates() {
        float[] preserving = mixed(0.6, 0.8);
        assertArrayEquals(preserving, Prediction.input(preserving, new NoiseLevel(0.6, 0.8, 1)));
        float[] exploding = mixed(1, 0.8 / 0.6);
        assertArrayEquals(preserving, Prediction.input(exploding, new NoiseLevel(1, 0.8 / 0.6, 1)), 1e-6f);
    }

    @Test
    void velocityIsDefinedWithoutSignalAndNoiseIsNot() {
        NoiseLevel noSignal = new NoiseLevel(0, 1, 999);
        float[] minusImage = {-0.5f, 0.25f, -0.9f, 0};
        assertArrayEquals(IMAGE, Prediction.V.denoised(NOISE, minusImage, noSignal), 0f);
        var refused =
                assertThrows(IllegalArgumentException.class, () -> Prediction.EPSILON.denoised(NOISE, NOISE, noSignal));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("expected signal"), refused.getMessage());
    }

    @Test
    void refusesOutputsOfAnotherLength() {
        NoiseLevel level = NoiseLevel.ofSigma(1);
        assertThrows(IllegalArgumentException.class, () -> Prediction.SAMPLE.denoised(IMAGE, new float[3], level));
    }

    private static float[] mixed(double alpha, double sigma) {
        float[] x = new float[IMAGE.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (alpha * IMAGE[i] + sigma * NOISE[i]);
        }
        return x;
    }
}
