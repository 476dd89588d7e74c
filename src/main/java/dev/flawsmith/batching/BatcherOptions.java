package dev.flawsmith.batching;

import java.time.Duration;

/**
 * How a batcher runs.
 *
 * @param maxImages most images admitted and not yet finished, over all requests; at least 1
 * @param maxBytes most bytes of state of the requests admitted, as {@link RowState} counts them; at least 1
 * @param maxBatch most rows under way in network calls (slots), over all lanes of the engine; at least 1
 * @param bitwise pads every call to {@code maxBatch} rows, or a lane's calls to its share of them, so that a row's bits do
 *     not depend on who shares the call; otherwise calls are padded to the next of 1, 2, 3, 4, 6, 8, 12, 16, …, so that an engine sees few shapes
 * @param callLimit how long one network call may take before it counts as hung; above 0
 * @param drainLimit how long {@link InFlightBatcher#close()} lets requests in flight go on; not negative
 */
public record BatcherOptions(
        int maxImages, long maxBytes, int maxBatch, boolean bitwise, Duration callLimit, Duration drainLimit) {
    /**
     * 2,048 images, 512 MiB, 16 slots, few shapes, two minutes a call (the longest that a call of 16 rows of a
     * Stable Diffusion takes on two cores), half a minute to drain.
     */
    public static final BatcherOptions DEFAULTS =
            new BatcherOptions(2048, 512L << 20, 16, false, Duration.ofMinutes(2), Duration.ofSeconds(30));

    public BatcherOptions {
        if (maxImages < 1) {
            throw new IllegalArgumentException("expected maxImages of at least 1, found " + maxImages);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("expected maxBytes of at least 1, found " + maxBytes);
        }
        if (maxBatch < 1) {
            throw new IllegalArgumentException("expected maxBatch of at least 1, found " + maxBatch);
        }
        if (callLimit.isNegative() || callLimit.isZero()) {
            throw new IllegalArgumentException("expected a callLimit above 0, found " + callLimit);
        }
        if (drainLimit.isNegative()) {
            throw new IllegalArgumentException("expected a drainLimit of at least 0, found " + drainLimit);
        }
    }

    /** The same with calls of up to so many rows. */
    public BatcherOptions withMaxBatch(int rows) {
        return new BatcherOptions(maxImages, maxBytes, rows, bitwise, callLimit, drainLimit);
    }

    /** The defaults' bytes and call limit. */
    public BatcherOptions(int maxImages, int maxBatch, boolean bitwise, Duration drainLimit) {
        this(maxImages, DEFAULTS.maxBytes, maxBatch, bitwise, DEFAULTS.callLimit, drainLimit);
    }

    /**
     * Rows of the padded call that holds {@code rows} rows: {@code widest} if bitwise, else the next of 2^k and 3 · 2^k,
     * and never more than {@code widest}. So less than a third of a call's rows are padding, and an engine sees two
     * shapes an octave.
     *
     * @param widest most rows of a call now, 1 to {@code maxBatch}
     */
    int bucketFor(int rows, int widest) {
        if (widest < 1 || widest > maxBatch || rows < 1 || rows > widest) {
            throw new IllegalArgumentException("expected 1 to " + widest + " rows, found " + rows);
        }
        if (bitwise) {
            return widest;
        }
        int floor = Integer.highestOneBit(rows);
        int middle = floor + floor / 2;
        int bucket = rows == floor ? floor : rows <= middle ? middle : 2 * floor;
        return Math.min(bucket, widest);
    }
}
