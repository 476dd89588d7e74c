package dev.flawsmith.model.onnx;

/** How often the values of one channel occur, and the range for it that loses least. Not thread-safe. */
final class ChannelHistogram {
    private static final int BINS = 1024;
    /** Ranges tried on either side: the extreme value times 0.97, 0.97², ... */
    private static final int CANDIDATES = 32;

    private static final double SHRINK = 0.97;

    private final double low;
    private final double width;
    private final int[] counts = new int[BINS];

    /**
     * @param low smallest value that occurs
     * @param high largest value that occurs
     */
    ChannelHistogram(float low, float high) {
        this.low = Math.min(low, 0);
        this.width = Math.max((Math.max(high, 0) - this.low) / BINS, 1e-12);
    }

    void add(float value) {
        counts[Math.min(BINS - 1, Math.max(0, (int) ((value - low) / width)))]++;
    }

    /**
     * The range of least mean squared error, rounding and clipping together (Banner et al. 2019, section 3, by search
     * instead of an assumed law). Narrower than the extremes: a rare large value would else cost all others resolution.
     */
    ChannelRange leastSquares() {
        ChannelRange best = new ChannelRange((float) low, (float) (low + BINS * width));
        ChannelRange full = best;
        double least = error(best);
        for (int side = 0; side < 2; side++) {
            ChannelRange start = best;
            double factor = 1;
            for (int i = 0; i < CANDIDATES; i++) {
                factor *= SHRINK;
                ChannelRange candidate = side == 0
                        ? new ChannelRange(start.low(), (float) (full.high() * factor))
                        : new ChannelRange((float) (full.low() * factor), start.high());
                double error = error(candidate);
                if (error < least) {
                    least = error;
                    best = candidate;
                }
            }
        }
        return best;
    }

    private double error(ChannelRange range) {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                double value = low + (bin + 0.5) * width;
                double difference = value - range.rounded(value);
                sum += counts[bin] * difference * difference;
            }
        }
        return sum;
    }
}
