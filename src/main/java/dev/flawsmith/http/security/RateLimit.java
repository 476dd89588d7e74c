package dev.flawsmith.http.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each caller: holds {@code burst} requests, gains {@code perSecond} a second. Remembers the
 * {@value #MOST_CALLERS} callers that asked last; who is forgotten begins with a full bucket. Thread-safe.
 */
public final class RateLimit {
    private static final int MOST_CALLERS = 10_000;

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) { // guarded by this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > MOST_CALLERS;
                }
            };

    private static final class Bucket {
        private double requests;
        private long nanos;

        Bucket(double requests, long nanos) {
            this.requests = requests;
            this.nanos = nanos;
        }
    }

    /**
     * @param perSecond requests a second, above 0
     * @param burst most requests at once, at least 1
     */
    public RateLimit(double perSecond, double burst, LongSupplier nanoTime) {
        if (!(perSecond > 0) || !(burst >= 1)) {
            throw new IllegalArgumentException(
                    "expected a rate above 0 and a burst of at least 1, found " + perSecond + " a second and " + burst);
        }
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
    }

    /** Takes a request out of a caller's bucket; false if there is none. */
    public synchronized boolean take(String caller) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(caller, any -> new Bucket(burst, now));
        bucket.requests = Math.min(burst, bucket.requests + (now - bucket.nanos) / 1e9 * perSecond);
        bucket.nanos = now;
        if (bucket.requests < 1) {
            return false;
        }
        bucket.requests--;
        return true;
    }
}
