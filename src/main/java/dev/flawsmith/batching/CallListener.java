package dev.flawsmith.batching;

import java.time.Duration;

/** Hears of network calls, on the batcher's own thread: must return at once. */
@FunctionalInterface
public interface CallListener {
    /** Hears nothing. */
    CallListener NONE = (rows, bucket, took, answered) -> {};

    /**
     * A network call has ended, or was given up.
     *
     * @param rows evaluations that were asked for, at least 1
     * @param bucket rows of the padded call, at least {@code rows}
     * @param answered false if it failed, hung or ran out of memory
     */
    void called(int rows, int bucket, Duration took, boolean answered);
}
