package dev.flawsmith.jobs;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps those who want a connection from piling up where there is none to be had. Guarantees: at most {@value #MOST_WAITING} wait at once;
 * while the last attempt failed, one at a time looks whether the store is back, at most every {@link #RETRY}, and all others are told at
 * once. Thread-safe.
 */
final class StoreGate {
    static final int MOST_WAITING = 32;
    static final Duration RETRY = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;
    // Guarded by this.
    private int waiting;
    private boolean away;
    private boolean looking;
    private long failedNanos;

    StoreGate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Gets a connection, or finds that there is none. */
    @FunctionalInterface
    interface Opening<T> {
        T open() throws SQLException;
    }

    /**
     * Gets what the opening gives.
     *
     * @throws SQLException what it throws, or at once where it would only wait
     */
    <T> T pass(Opening<T> opening) throws SQLException {
        boolean look = enter();
        boolean opened = false;
        try {
            T result = opening.open();
            opened = true;
            return result;
        } finally {
            leave(look, opened);
        }
    }

    /** Whether the latest attempt failed. */
    synchronized boolean away() {
        return away;
    }

    private synchronized boolean enter() throws SQLException {
        boolean due = nanoTime.getAsLong() - failedNanos >= RETRY.toNanos();
        if (away && (looking || !due)) {
            throw new SQLTransientConnectionException("the store did not answer a moment ago");
        }
        if (waiting >= MOST_WAITING) {
            throw new SQLTransientConnectionException("expected fewer than " + MOST_WAITING + " to wait for the store");
        }
        waiting++;
        looking |= away;
        return away;
    }

    private synchronized void leave(boolean look, boolean opened) {
        waiting--;
        if (look) {
            looking = false;
        }
        away = !opened;
        if (away) {
            failedNanos = nanoTime.getAsLong();
        }
    }
}
