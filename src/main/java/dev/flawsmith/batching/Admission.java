package dev.flawsmith.batching;

import java.util.concurrent.atomic.AtomicInteger;

/** Places for images, handed out whole requests at a time and never over the limit. Thread-safe. */
public final class Admission {
    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();

    /** @param limit most images at once, at least 1 */
    public Admission(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("expected a limit of at least 1, found " + limit);
        }
        this.limit = limit;
    }

    /**
     * Takes places for all of a request's images or for none.
     *
     * @throws BatchingException {@code QUEUE_FULL}
     */
    public void take(int images) {
        int before = taken.getAndUpdate(now -> images <= limit - now ? now + images : now);
        if (images > limit - before) {
            throw new BatchingException(
                    BatchingException.Reason.QUEUE_FULL,
                    "expected room for " + images + " images, found " + before + " of " + limit + " places taken");
        }
    }

    /** Gives places back. */
    public void giveBack(int images) {
        taken.addAndGet(-images);
    }

    /** Places taken now, from 0 to the limit. */
    public int taken() {
        return taken.get();
    }
}
