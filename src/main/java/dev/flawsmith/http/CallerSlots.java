package dev.flawsmith.http;

import dev.flawsmith.http.security.Caller;
import java.util.HashMap;
import java.util.Map;

/**
 * Places for what holds a thread for as long as its client likes. Guarantee: never more than {@code most} taken, nor more than {@code
 * mostEach} by one caller; where nobody has a token all are one caller, who may take them all. Thread-safe.
 */
final class CallerSlots {
    private final String code;
    private final String what;
    private final int most;
    private final int mostEach;
    private final Map<Caller, Integer> taken = new HashMap<>(); // guarded by this, as is the next
    private int all;

    /**
     * @param code of the error
     * @param what it is that takes the places, in the plural
     */
    CallerSlots(String code, String what, int most, int mostEach) {
        this.code = code;
        this.what = what;
        this.most = most;
        this.mostEach = mostEach;
    }

    /** A place; close it once. */
    @FunctionalInterface
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes a place.
     *
     * @throws ApiException 429
     */
    synchronized Slot take(Caller caller) {
        if (all >= most) {
            throw full(most + " " + what);
        }
        int own = taken.getOrDefault(caller, 0);
        if (own >= mostEach && !caller.equals(Caller.ANONYMOUS)) {
            throw full(mostEach + " " + what + " of " + caller.name());
        }
        taken.put(caller, own + 1);
        all++;
        return () -> giveBack(caller);
    }

    private ApiException full(String found) {
        return new ApiException(429, code, "expected fewer than " + found + " at once; try again later");
    }

    private synchronized void giveBack(Caller caller) {
        all--;
        taken.compute(caller, (each, own) -> own == null || own == 1 ? null : own - 1);
    }
}
