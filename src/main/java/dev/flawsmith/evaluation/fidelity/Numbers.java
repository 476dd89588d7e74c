package dev.flawsmith.evaluation.fidelity;

/** Small sums over arrays, float64. */
final class Numbers {
    private Numbers() {}

    static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** The mean of each column of {@code [rows][columns]}, by Welford's update, so that equal rows have exactly it. */
    static double[] mean(double[] values, int rows, int columns) {
        double[] mean = new double[columns];
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                mean[j] += (values[r * columns + j] - mean[j]) / (r + 1);
            }
        }
        return mean;
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** The standard deviation of values, divided by {@code n - ddof}. */
    static double deviation(double[] values, int ddof) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - ddof));
    }

    /** The quantile of sorted values, linear between neighbours (numpy's default). */
    static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /**
     * The squared distance of two rows in float64, by the sums in the order in which {@code memorization.ExactNeighbours}
     * adds them: what is at exactly a neighbour's distance is found to be at exactly that.
     */
    static double squaredDistance(float[] a, int offsetA, float[] b, int offsetB, int columns) {
        double even = 0;
        double odd = 0;
        int pairs = columns - 1;
        int j = 0;
        for (; j < pairs; j += 2) {
            double d0 = (double) a[offsetA + j] - b[offsetB + j];
            double d1 = (double) a[offsetA + j + 1] - b[offsetB + j + 1];
            even += d0 * d0;
            odd += d1 * d1;
        }
        if (j < columns) {
            double d = (double) a[offsetA + j] - b[offsetB + j];
            even += d * d;
        }
        return even + odd;
    }
}
