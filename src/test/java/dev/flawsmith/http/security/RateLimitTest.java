package dev.flawsmith.http.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final RateLimit limit = new RateLimit(2, 3, nanos::get);

    @Test
    void allowsABurstAndThenTheRate() {
        assertEquals(3, taken("a"));
        nanos.addAndGet(500_000_000);
        assertEquals(1, taken("a"));
        nanos.addAndGet(60_000_000_000L);
        assertEquals(3, taken("a"), "no more than the burst is saved up");
    }

    @Test
    void countsEachCallerAlone() {
        assertEquals(3, taken("a"));
        assertTrue(limit.take("b"));
        assertFalse(limit.take("a"));
    }

    @Test
    void refusesARateOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> new RateLimit(0, 1, nanos::get));
        assertThrows(IllegalArgumentException.class, () -> new RateLimit(Double.NaN, 1, nanos::get));
        assertThrows(IllegalArgumentException.class, () -> new RateLimit(1, 0, nanos::get));
    }

    private int taken(String caller) {
        int taken = 0;
        while (limit.take(caller)) {
            taken++;
        }
        return taken;
    }
}
