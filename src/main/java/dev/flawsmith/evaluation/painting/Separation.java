package dev.flawsmith.evaluation.painting;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How well a number tells two samples apart: the area under the ROC curve, which is the chance that a member of the one has
 * the greater number than a member of the other, ties counted by half (Mann and Whitney 1947). 0.5 is not at all.
 *
 * @param auc 0 to 1
 * @param low lower end of its interval of 95 %: percentiles over {@value #RESAMPLES} resamples of both samples, of pairs where
 *     the samples are pairs
 * @param high upper end
 * @param n members of the first sample
 * @param m members of the second
 */
public record Separation(double auc, double low, double high, int n, int m) {
    static final int RESAMPLES = 2000;

    /**
     * Compares.
     *
     * @param of numbers, at least one; what is not a number is left out
     * @param from numbers, at least one
     * @throws IllegalArgumentException if no number is left on either side
     */
    public static Separation of(double[] of, double[] from, long seed) {
        double[] one = numbers(of);
        double[] other = numbers(from);
        if (one.length == 0 || other.length == 0) {
            throw new IllegalArgumentException(
                    "expected numbers on both sides, found " + one.length + " and " + other.length);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] areas = new double[RESAMPLES];
        for (int i = 0; i < areas.length; i++) {
            areas[i] = area(resampled(one, random), resampled(other, random));
        }
        return interval(area(one, other), areas, one.length, other.length);
    }

    /**
     * Compares samples whose i-th members belong together: resamples take both or neither, so that what a pair has in common does
     * not count as chance.
     *
     * @param from as many; pairs with what is not a number are left out
     * @throws IllegalArgumentException if there are not as many, or no pair of numbers is left
     */
    public static Separation ofPairs(double[] of, double[] from, long seed) {
        if (of.length != from.length) {
            throw new IllegalArgumentException("expected pairs, found " + of.length + " and " + from.length);
        }
        int[] pairs = IntStream.range(0, of.length)
                .filter(i -> !Double.isNaN(of[i]) && !Double.isNaN(from[i]))
                .toArray();
        if (pairs.length == 0) {
            throw new IllegalArgumentException("expected pairs of numbers, found none among " + of.length);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] areas = new double[RESAMPLES];
        int[] drawn = new int[pairs.length];
        for (int i = 0; i < areas.length; i++) {
            for (int k = 0; k < drawn.length; k++) {
                drawn[k] = pairs[random.nextInt(pairs.length)];
            }
            areas[i] = area(at(of, drawn), at(from, drawn));
        }
        return interval(area(at(of, pairs), at(from, pairs)), areas, pairs.length, pairs.length);
    }

    private static double[] at(double[] values, int[] places) {
        return Arrays.stream(places).mapToDouble(i -> values[i]).toArray();
    }

    private static Separation interval(double area, double[] areas, int n, int m) {
        Arrays.sort(areas);
        int tail = (int) Math.round(0.025 * RESAMPLES);
        return new Separation(area, areas[tail], areas[RESAMPLES - 1 - tail], n, m);
    }

    private static double[] numbers(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    }

    private static double[] resampled(double[] values, SplittableRandom random) {
        double[] drawn = new double[values.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = values[random.nextInt(values.length)];
        }
        return drawn;
    }

    private static double area(double[] one, double[] other) {
        double[] sorted = other.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (double value : one) {
            sum += (below(sorted, value, false) + below(sorted, value, true)) / 2.0;
        }
        return sum / one.length / sorted.length;
    }

    /** How many are less than a value, or at most that. */
    private static int below(double[] sorted, double value, boolean equals) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (equals ? sorted[middle] <= value : sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
