package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTest {
    private static final int MANY = 200_000;

    @Test
    void valuesDependOnlyOnSeedAttemptDrawAndIndex() {
        float[] wide = new Noise(7, 1).standardNormal(3, 1001);
        for (int size : new int[] {0, 1, 2, 3, 500}) {
            assertArrayEquals(Arrays.copyOf(wide, size), new Noise(7, 1).standardNormal(3, size), "size " + size);
        }
        for (int i : new int[] {1000, 17, 0}) {
            assertEquals(wide[i], (float) new Noise(7, 1).normal(3, i), "index " + i);
        }
    }

    /** So that a stored seed gives the same image in a year; the hash also comes out of a second implementation (Python). */
    @Test
    void keepsTheBitsItHas() {
        int[] words = {0, 0, 0, 0};
        Philox4x32.block(words, 0, 0);
        long first = Integer.toUnsignedLong(words[0]) | Integer.toUnsignedLong(words[1]) << 32;
        long second = Integer.toUnsignedLong(words[2]) | Integer.toUnsignedLong(words[3]) << 32;
        double radius = Math.sqrt(-2 * StrictMath.log(((first >>> 11) + 1) * 0x1p-53));
        double angle = 2 * Math.PI * ((second >>> 11) * 0x1p-53);
        float[] expected = {(float) (radius * StrictMath.cos(angle)), (float) (radius * StrictMath.sin(angle))};
        assertArrayEquals(expected, new Noise(0, 0).standardNormal(0, 2));
        assertEquals(
                301_498_407, Arrays.hashCode(new Noise(0x0123_4567_89AB_CDEFL, 2).standardNormal(5, 4096)), "hash");
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "-9, 0, 0", "1, 3, 0", "1, 0, 12", "9223372036854775807, 2147483647, 2147483647"})
    void normalValuesHaveTheMomentsAndTheDistributionOfTheNormal(long seed, int attempt, int draw) {
        float[] values = new Noise(seed, attempt).standardNormal(draw, MANY);
        double[] moments = new double[5];
        for (float value : values) {
            for (int power = 1; power <= 4; power++) {
                moments[power] += Math.pow(value, power) / MANY;
            }
        }
        double fourSigma = 4 / Math.sqrt(MANY);
        assertEquals(0, moments[1], fourSigma, "mean");
        assertEquals(1, moments[2], fourSigma * Math.sqrt(2), "variance");
        assertEquals(0, moments[3], fourSigma * Math.sqrt(15), "skewness");
        assertEquals(3, moments[4], fourSigma * Math.sqrt(96), "kurtosis");
        assertTrue(kolmogorovSmirnov(values) < 1.95, "Kolmogorov-Smirnov, p < .001: " + kolmogorovSmirnov(values));
    }

    /** Every pair of neighbours in seed, attempt and draw, and values next to each other within one draw. */
    @Test
    void neighboursAreUncorrelated() {
        float[] base = new Noise(41, 1).standardNormal(1, MANY);
        float[][] neighbours = {
            new Noise(42, 1).standardNormal(1, MANY),
            new Noise(41 + (1L << 32), 1).standardNormal(1, MANY),
            new Noise(41, 2).standardNormal(1, MANY),
            new Noise(41, 0).standardNormal(1, MANY),
            new Noise(41, 1).standardNormal(2, MANY),
            new Noise(40, 2).standardNormal(1, MANY),
            new Noise(42, 0).standardNormal(2, MANY),
            rotated(base, 1),
            rotated(base, 2),
        };
        for (int i = 0; i < neighbours.length; i++) {
            assertFalse(Arrays.equals(base, neighbours[i]), "neighbour " + i);
            assertEquals(0, correlation(base, neighbours[i]), 4 / Math.sqrt(MANY), "neighbour " + i);
        }
    }

    @Test
    void uniformValuesFillTheUnitIntervalEvenly() {
        Noise noise = new Noise(3, 0);
        int[] bins = new int[100];
        for (int i = 0; i < MANY; i++) {
            double value = noise.uniform(0, i);
            assertTrue(value >= 0 && value < 1);
            bins[(int) (value * bins.length)]++;
        }
        assertTrue(chiSquare(bins) < 149, "chi-square over 99 degrees of freedom, p < .001: " + chiSquare(bins));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void integersBelowABoundAreEven(int bound) {
        Noise noise = new Noise(4, 0);
        int[] bins = new int[bound];
        IntStream.range(0, MANY).forEach(i -> bins[noise.below(bound, 9, i)]++);
        assertTrue(chiSquare(bins) <= 1.2 * bound + 40, "chi-square " + chiSquare(bins));
    }

    @Test
    void permutationsHoldEveryIndexOnceAndDifferByDraw() {
        Noise noise = new Noise(5, 0);
        int[] order = noise.permutation(0, 1000);
        assertArrayEquals(
                IntStream.range(0, 1000).toArray(),
                Arrays.stream(order).sorted().toArray());
        assertFalse(Arrays.equals(order, noise.permutation(1, 1000)));
        assertArrayEquals(order, noise.permutation(0, 1000));
    }

    @Test
    void normalUniformAndIntegerValuesAreSeparateStreams() {
        Noise noise = new Noise(6, 0);
        assertFalse((noise.bits(0, 0) >>> 11) * 0x1p-53 == noise.uniform(0, 0));
    }

    @Test
    void refusesNegativeAttemptsDrawsIndicesAndSizes() {
        assertThrows(IllegalArgumentException.class, () -> new Noise(1, -1));
        Noise noise = new Noise(1, 0);
        assertThrows(IllegalArgumentException.class, () -> noise.standardNormal(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> noise.standardNormal(0, -1));
        assertThrows(IllegalArgumentException.class, () -> noise.uniform(0, -1));
        assertThrows(IllegalArgumentException.class, () -> noise.below(0, 0, 0));
    }

    private static double kolmogorovSmirnov(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        double distance = 0;
        for (int i = 0; i < sorted.length; i++) {
            double cdf = normalCdf(sorted[i]);
            distance = Math.max(distance, Math.max(cdf - (double) i / MANY, (i + 1.0) / MANY - cdf));
        }
        return distance * Math.sqrt(sorted.length);
    }

    /** Phi(x) by its Taylor series about 0 (Marsaglia 2004), exact to 1e-15 for |x| < 7. */
    private static double normalCdf(double x) {
        double term = x;
        double sum = x;
        for (int n = 3; Math.abs(term) > 1e-17 && n < 400; n += 2) {
            term *= x * x / n;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    private static double chiSquare(int[] bins) {
        double expected = (double) MANY / bins.length;
        return Arrays.stream(bins)
                .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                .sum();
    }

    private static double correlation(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum / a.length;
    }

    private static float[] rotated(float[] values, int by) {
        float[] rotated = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rotated[i] = values[(i + by) % values.length];
        }
        return rotated;
    }
}
