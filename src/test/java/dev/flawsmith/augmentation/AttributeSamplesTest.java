package dev.flawsmith.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttributeSamplesTest {
    private static double[] sorted(double[] values, int from, int to) {
        double[] part = Arrays.copyOfRange(values, from, to);
        Arrays.sort(part);
        return part;
    }

    @Test
    void whateverIsStillToComeTheDistanceEndsAtLeastAtTheBound() {
        Random random = new Random(5);
        double closest = 1;
        for (int trial = 0; trial < 500; trial++) {
            int full = 1 + random.nextInt(40);
            int begun = random.nextInt(full + 1);
            double shift = random.nextGaussian();
            // Few different values, so that there are ties within and between the samples.
            double[] all = IntStream.range(0, full)
                    .mapToDouble(i -> Math.rint(4 * random.nextGaussian() + (i < begun ? 4 * shift : 0)))
                    .toArray();
            double[] other = IntStream.range(0, 1 + random.nextInt(30))
                    .mapToDouble(i -> Math.rint(4 * random.nextGaussian()))
                    .toArray();
            Arrays.sort(other);
            double least = AttributeSamples.leastDistance(sorted(all, 0, begun), full, other);
            double end = AttributeSamples.distance(sorted(all, 0, full), other);
            assertTrue(least <= end + 1e-12, least + " > " + end);
            closest = Math.min(closest, least > 0 ? end - least : 1);
        }
        assertTrue(closest < 0.1, "a bound that is never near says nothing: " + closest);
    }

    @Test
    void theBoundIsTheDistanceOnceNothingIsToCome() {
        double[] a = {1, 2, 2, 5};
        double[] b = {2, 3, 4};
        assertEquals(AttributeSamples.distance(a, b), AttributeSamples.leastDistance(a, 4, b), 1e-12);
        assertEquals(
                0.25, AttributeSamples.leastDistance(new double[] {9}, 4, b), 1e-12, "one of four is above all of b");
        assertEquals(0.75, AttributeSamples.leastDistance(new double[] {9, 9, 9}, 4, b), 1e-12);
        assertEquals(
                0.5, AttributeSamples.leastDistance(new double[] {0, 1}, 4, b), 1e-12, "half of it is below all of b");
        assertEquals(0, AttributeSamples.leastDistance(new double[0], 4, b));
    }
}
