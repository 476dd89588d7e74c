package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Fréchet distances to one reference of two sets that are the same images made in two ways, row by row, and a 95 %
 * interval of their difference by the paired bootstrap (Efron and Tibshirani 1993, chapter 8): the same rows are drawn anew
 * from both, and from the reference, so that the luck of these images, which moves both distances alike, drops out.
 *
 * @param first distance of the first set
 * @param second distance of the second
 * @param low lower end of {@code second - first}
 * @param high its upper end
 * @param repeats how many times rows were drawn
 */
public record PairedFrechet(double first, double second, double low, double high, int repeats) {
    /**
     * Of two sets.
     *
     * @param reference {@code [n][d]}, at least two rows
     * @param first {@code [m][d]}, at least two rows
     * @param second {@code [m][d]}: row i is row i of {@code first}, made otherwise
     * @param repeats at least 2
     * @throws FeatureException if shapes differ or there are too few rows
     */
    public static PairedFrechet of(
            FeatureRows reference, FeatureRows first, FeatureRows second, int repeats, long seed) {
        if (first.rows() != second.rows()) {
            throw new FeatureException("expected as many rows in " + second.name() + " as in " + first.name()
                    + ", its pairs, found " + second.rows() + " and " + first.rows());
        }
        if (repeats < 2) {
            throw new FeatureException("expected at least 2 repeats of the bootstrap, found " + repeats);
        }
        double before = FrechetDistance.between(reference, first).value();
        double after = FrechetDistance.between(reference, second).value();
        SplittableRandom random = new SplittableRandom(seed);
        double[] differences = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            FeatureRows photos = reference.select(drawn(reference.rows(), random));
            int[] rows = drawn(first.rows(), random);
            differences[i] = FrechetDistance.between(photos, second.select(rows))
                            .value()
                    - FrechetDistance.between(photos, first.select(rows)).value();
        }
        double reach =
                TDistribution.of(repeats - 1.0).inverseSurvivalProbability(0.025) * Numbers.deviation(differences, 1);
        return new PairedFrechet(before, after, after - before - reach, after - before + reach, repeats);
    }

    private static int[] drawn(int rows, SplittableRandom random) {
        return random.ints(rows, 0, rows).sorted().toArray();
    }
}
