package dev.flawsmith.evaluation.audit;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BetaDistribution;

/** Confidence intervals of shares, two-sided at {@value #CONFIDENCE}. */
public final class Intervals {
    public static final double CONFIDENCE = 0.95;

    private static final int RESAMPLES = 2000;

    private Intervals() {}

    /**
     * An interval.
     *
     * @param value the estimate
     * @param low lower end
     * @param high upper end
     */
    public record Interval(double value, double low, double high) {}

    /** Of a binomial share, exact (Clopper and Pearson 1934); for independent trials. */
    public static Interval clopperPearson(int successes, int trials) {
        double tail = (1 - CONFIDENCE) / 2;
        double low = successes == 0
                ? 0
                : BetaDistribution.of(successes, trials - successes + 1.0).inverseCumulativeProbability(tail);
        double high = successes == trials
                ? 1
                : BetaDistribution.of(successes + 1.0, trials - successes).inverseSurvivalProbability(tail);
        return new Interval((double) successes / trials, low, high);
    }

    /**
     * Of a share of images that share real neighbours, so are not independent: percentiles over resampled clusters.
     *
     * @param counted images that count, by cluster
     * @param all images, by cluster
     */
    static Interval clusterBootstrap(int[] counted, int[] all, long seed) {
        int[] clusters = IntStream.range(0, all.length).filter(c -> all[c] > 0).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        double[] shares = new double[RESAMPLES];
        for (int b = 0; b < RESAMPLES; b++) {
            long some = 0;
            long total = 0;
            for (int i = 0; i < clusters.length; i++) {
                int c = clusters[random.nextInt(clusters.length)];
                some += counted[c];
                total += all[c];
            }
            shares[b] = (double) some / total;
        }
        Arrays.sort(shares);
        double tail = (1 - CONFIDENCE) / 2;
        double value =
                Arrays.stream(counted).sum() / (double) Arrays.stream(all).sum();
        return new Interval(
                value, shares[(int) (tail * RESAMPLES)], shares[(int) Math.ceil((1 - tail) * RESAMPLES) - 1]);
    }
}
