package dev.flawsmith.evaluation;

/**
 * The energy distance between the laws of two sets of features, {@code 2 E|X - Y| - E|X - X'| - E|Y - Y'|} (Székely and
 * Rizzo 2013, eq. 2.5), 0 exactly where the laws agree. Means over distinct pairs (the U-statistic), so it is unbiased at
 * every size of the sets and may come out slightly below 0. It has no parameter and, unlike the Fréchet distance, is
 * sound where there are fewer rows than dimensions. Float64.
 */
public final class EnergyDistance {
    private EnergyDistance() {}

    /**
     * The distance.
     *
     * @param x {@code [n][d]}, at least two rows, finite
     * @param y {@code [m][d]}, at least two rows, finite
     * @throws IllegalArgumentException if a set has fewer than two rows, or lengths differ
     */
    public static double between(float[][] x, float[][] y) {
        requireRows(x, x);
        requireRows(y, x);
        return 2 * across(x, y) - within(x) - within(y);
    }

    private static double across(float[][] x, float[][] y) {
        double sum = 0;
        for (float[] row : x) {
            for (float[] other : y) {
                sum += distance(row, other);
            }
        }
        return sum / ((double) x.length * y.length);
    }

    /** Over pairs of distinct rows. */
    private static double within(float[][] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += distance(x[i], x[j]);
            }
        }
        return 2 * sum / ((double) x.length * (x.length - 1));
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }

    private static void requireRows(float[][] rows, float[][] like) {
        if (rows.length < 2) {
            throw new IllegalArgumentException("expected at least 2 rows, found " + rows.length);
        }
        for (float[] row : rows) {
            if (row.length != like[0].length) {
                throw new IllegalArgumentException(
                        "expected rows of " + like[0].length + " values, found " + row.length);
            }
        }
    }
}
