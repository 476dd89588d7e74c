package dev.flawsmith.evaluation.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignalShareTest {
    private static final int NUMBERS = 1024;

    private static double[] unit(Random random) {
        double[] values = random.doubles(NUMBERS, -1, 1).toArray();
        return scaled(values);
    }

    private static double[] scaled(double[] values) {
        double norm = Math.sqrt(dot(values, values));
        double[] unit = new double[values.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = values[i] / norm;
        }
        return unit;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] mixed(double[] a, double[] b, double weight) {
        double[] sum = new double[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a[i] + weight * b[i];
        }
        return sum;
    }

    /** A picture at a known distance from a photo, under as much noise as picture: by simulation. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2})
    void givesTheDistanceOfWhatIsUnderTheNoise(double noise) {
        Random random = new Random(7);
        double raw = 0;
        double without = 0;
        double corrected = 0;
        int draws = 200;
        for (int i = 0; i < draws; i++) {
            double[] photo = unit(random);
            double[] shown = scaled(mixed(photo, unit(random), 1));
            double[] noisy = mixed(shown, unit(random), noise);
            double[] image = scaled(noisy);
            SignalShare share = SignalShare.of(noise * noise, dot(noisy, noisy));
            double distance = Math.sqrt(2 - 2 * dot(photo, image));
            raw += distance / draws;
            without += Math.sqrt(2 - 2 * dot(photo, shown)) / draws;
            corrected += share.distance(distance) / draws;
        }
        assertTrue(raw > without + 0.05, raw + " with noise, " + without + " without");
        assertEquals(without, corrected, 0.01);
    }

    @Test
    void withoutNoiseDistancesAreWhatTheyAre() {
        for (double distance : new double[] {0, 1e-9, 0.3, 1.4, 2}) {
            assertEquals(distance, SignalShare.WHOLE.distance(distance), 0.0);
            assertEquals(distance, SignalShare.of(0, 5).distance(distance), 0.0);
        }
        assertEquals(1, SignalShare.of(0, 0).share());
    }

    @Test
    void keepsTheOrderAndPutsOnlyWhatIsEqualAtZero() {
        SignalShare noisy = SignalShare.of(3, 4);
        double last = noisy.distance(0);
        assertEquals(0, last, 0.0);
        for (double distance = 1e-6; distance < 2; distance += 0.01) {
            double next = noisy.distance(distance);
            assertTrue(next > last, next + " after " + last + " at " + distance);
            last = next;
        }
    }

    @Test
    void noiseThatLeavesNothingIsBounded() {
        assertEquals(0.15, SignalShare.of(10, 4).share(), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> new SignalShare(0.1));
        assertThrows(IllegalArgumentException.class, () -> new SignalShare(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new SignalShare(1.1));
    }
}
