package dev.flawsmith.http;

import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts image requests in and out. Guarantees: never more than {@code capacity} inside; nobody enters after
 * {@link #stop()}; {@link #awaitEmpty} returns true only when nobody is inside and no transfer is under way.
 */
final class Admission {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private int inside;
    /** Downloads and uploads: not bounded here, waited for at a stop. */
    private int transfers;

    private boolean stopping;
    private volatile boolean abandoned;

    Admission(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Enters; whoever entered must {@link #leave}.
     *
     * @throws SynthesisException {@code SHUTTING_DOWN} or {@code QUEUE_FULL}
     */
    void enter() {
        lock.lock();
        try {
            if (stopping) {
                throw new SynthesisException(
                        Code.SHUTTING_DOWN, "the server is shutting down and takes no new requests");
            }
            if (inside == capacity) {
                throw new SynthesisException(
                        Code.QUEUE_FULL, "all " + capacity + " places for image requests are taken; try again later");
            }
            inside++;
        } finally {
            lock.unlock();
        }
    }

    /** Who is inside now. */
    int inside() {
        lock.lock();
        try {
            return inside;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins a download or upload; whoever began one must {@link #endTransfer}.
     *
     * @throws SynthesisException {@code SHUTTING_DOWN}
     */
    void beginTransfer() {
        lock.lock();
        try {
            if (stopping) {
                throw new SynthesisException(
                        Code.SHUTTING_DOWN, "the server is shutting down and takes no new requests");
            }
            transfers++;
        } finally {
            lock.unlock();
        }
    }

    void endTransfer() {
        lock.lock();
        try {
            transfers--;
            tellIfEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void tellIfEmpty() {
        if (inside == 0 && transfers == 0) {
            empty.signalAll();
        }
    }

    /** From now on nobody enters; false if that was so already. */
    boolean stop() {
        lock.lock();
        try {
            boolean first = !stopping;
            stopping = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    boolean stopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    /** Tells those inside that nobody waits for them any longer. */
    void abandon() {
        abandoned = true;
    }

    boolean abandoned() {
        return abandoned;
    }

    /** Waits until everybody has left; false if that took longer than {@code limit}. */
    boolean awaitEmpty(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            while (inside > 0 || transfers > 0) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = empty.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves, once for every entry. */
    void leave() {
        lock.lock();
        try {
            inside--;
            tellIfEmpty();
        } finally {
            lock.unlock();
        }
    }
}
