package dev.flawsmith.bench;

import java.util.List;

/** Order statistics of a few measurements. */
final class Statistics {
    private Statistics() {}

    /** The middle value; the mean of the middle two where there is an even number. */
    static double median(List<Double> values) {
        double[] sorted = sorted(values);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * The smallest value that at least {@code share} of the values do not exceed (nearest rank): a value that was seen,
     * never one in between.
     *
     * @param share above 0, at most 1
     */
    static double quantile(List<Double> values, double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("expected a share above 0 and at most 1, found " + share);
        }
        double[] sorted = sorted(values);
        // 0.95 * 20 is a little above 19 in floating point; a rank is not.
        int rank = (int) Math.ceil(share * sorted.length - 1e-9);
        return sorted[Math.max(1, rank) - 1];
    }

    private static double[] sorted(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("expected at least one value, found none");
        }
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
