package dev.flawsmith.batching;

import java.time.Duration;

/**
 * How a batcher runs.
 *
 * @param maxImages most images admitted and not yet finished, over all requests; at least 1
 * @param maxBatch most rows of a network call (slots); at least 1
 * @param bitwise pads every call to {@code maxBatch} rows, so that a row's bits do not depend on who shares the call;
 *     otherwise calls are padded to the next power of two, so that an engine sees few shapes
 * @param drainLimit how long {@link InFlightBatcher#close()} lets requests in flight go on; not negative
 */
public record BatcherOptions(int maxImages, int maxBatch, boolean bitwise, Duration drainLimit) {
    /** 2,048 images, 16 slots, power-of-two buckets, half a minute to drain. */
    public static final BatcherOptions DEFAULTS = new BatcherOptions(2048, 16, false, Duration.ofSeconds(30));

    public BatcherOptions {
        if (maxImages < 1) {
            throw new IllegalArgumentException("expected maxImages of at least 1, found " + maxImages);
        }
        if (maxBatch < 1) {
            throw new IllegalArgumentException("expected maxBatch of at least 1, found " + maxBatch);
        }
        if (drainLimit.isNegative()) {
            throw new IllegalArgumentException("expected a drainLimit of at least 0, found " + drainLimit);
        }
    }

    /** Rows of the padded call that holds {@code rows} rows. */
    int bucketFor(int rows) {
        if (rows < 1 || rows > maxBatch) {
            throw new IllegalArgumentException("expected 1 to " + maxBatch + " rows, found " + rows);
        }
        if (bitwise || rows > maxBatch / 2) {
            return maxBatch;
        }
        int floor = Integer.highestOneBit(rows);
        return floor == rows ? rows : Math.min(2 * floor, maxBatch);
    }
}
