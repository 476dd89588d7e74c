package dev.flawsmith.batching;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many rows a network call may have: {@code maxBatch}, or fewer for a while after memory ran out. A call that fits
 * no more alone halves it; every {@link #RECOVERY} without that doubles it again. One that fitted no more beside others has
 * them made one at a time for so long. For the batcher's thread.
 */
final class CallWidth {
    static final Duration RECOVERY = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(CallWidth.class);

    private final int maxBatch;
    private final LongSupplier nanoTime;
    private int rows;
    private long changedNanos;
    private boolean onlyOne;
    private long onlyOneNanos;

    CallWidth(int maxBatch, LongSupplier nanoTime) {
        this.maxBatch = maxBatch;
        this.nanoTime = nanoTime;
        this.rows = maxBatch;
    }

    /** Most rows of a call now, from 1 to {@code maxBatch}. */
    int rows() {
        long now = nanoTime.getAsLong();
        if (rows < maxBatch && now - changedNanos >= RECOVERY.toNanos()) {
            rows = Math.min(2 * rows, maxBatch);
            changedNanos = now;
            log.info("network calls have up to {} rows again", rows);
        }
        return rows;
    }

    /** Whether calls are made one at a time for now. */
    boolean onlyOne() {
        if (onlyOne && nanoTime.getAsLong() - onlyOneNanos >= RECOVERY.toNanos()) {
            onlyOne = false;
            log.info("network calls are made at once again");
        }
        return onlyOne;
    }

    /** Memory ran out while several calls were under way. */
    void oneAtATime(Throwable cause) {
        onlyOne = true;
        onlyOneNanos = nanoTime.getAsLong();
        log.warn("memory ran out in one of several network calls; the next are made one at a time", cause);
    }

    /** Memory ran out in a call of {@code bucket} rows, padding included, at least 2. */
    void halve(int bucket, Throwable cause) {
        rows = Math.min(rows, bucket / 2);
        changedNanos = nanoTime.getAsLong();
        log.warn("memory ran out in a network call of {} rows; the next have up to {}", bucket, rows, cause);
    }
}
