package dev.flawsmith.image;

/**
 * For each output position along one axis, the run of input positions it draws on and their whole-number weights, which
 * sum to {@code denominator}.
 */
final class AxisWeights {
    private final int[] starts;
    private final long[][] weights;
    private final long denominator;

    private AxisWeights(int[] starts, long[][] weights, long denominator) {
        this.starts = starts;
        this.weights = weights;
        this.denominator = denominator;
    }

    static AxisWeights of(int from, int to) {
        return to <= from ? shrinking(from, to) : growing(from, to);
    }

    long denominator() {
        return denominator;
    }

    int start(int output) {
        return starts[output];
    }

    int count(int output) {
        return weights[output].length;
    }

    long weight(int output, int k) {
        return weights[output][k];
    }

    /** In units of 1/to input pixels, output i covers [i from, (i + 1) from) and input j covers [j to, (j + 1) to). */
    private static AxisWeights shrinking(int from, int to) {
        int[] starts = new int[to];
        long[][] weights = new long[to][];
        for (int i = 0; i < to; i++) {
            long low = (long) i * from;
            long high = low + from;
            int first = (int) (low / to);
            int last = (int) ((high - 1) / to);
            starts[i] = first;
            weights[i] = new long[last - first + 1];
            for (int j = first; j <= last; j++) {
                weights[i][j - first] = Math.min(high, (j + 1L) * to) - Math.max(low, (long) j * to);
            }
        }
        return new AxisWeights(starts, weights, from);
    }

    /** Output centre i lies at ((2 i + 1) from - to) / (2 to) between input centres. */
    private static AxisWeights growing(int from, int to) {
        int[] starts = new int[to];
        long[][] weights = new long[to][];
        long denominator = 2L * to;
        for (int i = 0; i < to; i++) {
            long position = (2L * i + 1) * from - to;
            int first = (int) Math.floorDiv(position, denominator);
            long fraction = Math.floorMod(position, denominator);
            boolean inside = first >= 0 && first + 1 < from;
            starts[i] = Math.max(0, Math.min(from - 1, first));
            weights[i] = inside ? new long[] {denominator - fraction, fraction} : new long[] {denominator};
        }
        return new AxisWeights(starts, weights, denominator);
    }
}
