package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A 95 % interval of the Fréchet distance by the bootstrap: both sets are drawn anew, with replacement, at their own
 * sizes. A set drawn with replacement holds fewer distinct images, which lifts the distance as much again as a finite set
 * does, so the repeats are moved to have their mean at the value measured: the interval tells how much the value at these
 * sizes varies, not what an endless number of images would give. With {@value #PERCENTILES} repeats or more it spans the
 * 2.5 % and 97.5 % quantiles, with fewer it is {@code value ± t s} by Student's t. Never below 0.
 *
 * @param low lower end
 * @param high upper end
 * @param repeats how many sets were drawn
 * @param bias by how much the repeats' mean lies above the value
 */
public record FrechetBootstrap(double low, double high, int repeats, double bias) {
    /** Repeats where there is time for them. */
    public static final int REPEATS = 100;

    private static final int FEWEST = 10;
    private static final int PERCENTILES = 100;
    private static final double OPERATIONS = 4e11;

    /**
     * As many repeats, from {@value #FEWEST} to {@value #REPEATS}, as take about half a minute: it depends on sizes alone,
     * so that it is the same on every machine.
     */
    public static int affordable(int nReference, int nSynthetic, int dimension) {
        double d = dimension;
        double once = ((double) nReference + nSynthetic) * d * d + 6 * d * d * d;
        return (int) Math.max(FEWEST, Math.min(REPEATS, OPERATIONS / once));
    }

    /**
     * The interval about a distance.
     *
     * @param value of {@link FrechetDistance} between the same sets
     * @param repeats at least 2
     */
    public static FrechetBootstrap of(
            FeatureRows reference, FeatureRows synthetic, double value, int repeats, long seed) {
        if (repeats < 2) {
            throw new FeatureException("expected at least 2 repeats of the bootstrap, found " + repeats);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] distances = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            distances[i] = FrechetDistance.between(resampled(reference, random), resampled(synthetic, random))
                    .value();
        }
        double bias = Numbers.mean(distances) - value;
        if (repeats < PERCENTILES) {
            double reach =
                    TDistribution.of(repeats - 1.0).inverseSurvivalProbability(0.025) * Numbers.deviation(distances, 1);
            return new FrechetBootstrap(Math.max(0, value - reach), value + reach, repeats, bias);
        }
        Arrays.sort(distances);
        return new FrechetBootstrap(
                Math.max(0, Numbers.quantile(distances, 0.025) - bias),
                Math.max(0, Numbers.quantile(distances, 0.975) - bias),
                repeats,
                bias);
    }

    private static FeatureRows resampled(FeatureRows rows, SplittableRandom random) {
        int[] chosen = random.ints(rows.rows(), 0, rows.rows()).sorted().toArray(); // files are read in order
        return rows.select(chosen);
    }
}
