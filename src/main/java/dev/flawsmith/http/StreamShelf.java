package dev.flawsmith.http;

import dev.flawsmith.http.security.Caller;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams of image requests that can be taken up again. Guarantee: at most {@value #MOST} of them, {@value #MOST_EACH} a caller, of
 * {@value #MAX_BYTES} bytes each; one that is over makes room for a new one. A stream is its caller's alone. Thread-safe.
 */
final class StreamShelf {
    static final int MOST = 16;
    static final int MOST_EACH = 4;
    /** Of one stream's events: about a thousand images of 64×64 pixels. */
    static final long MAX_BYTES = 8L << 20;

    private final UnguessableIds ids = new UnguessableIds();
    private final LongSupplier nanoTime;
    private final Map<String, Shelved> shelved = new LinkedHashMap<>(); // guarded by this, the oldest first

    private record Shelved(KeptStream stream, Caller caller) {}

    StreamShelf(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * A stream for a new request.
     *
     * @param patience how long it is kept without a listener
     * @throws ApiException 429 {@code too_many_streams}
     */
    synchronized KeptStream open(Caller caller, Duration patience) {
        tidy();
        long own = shelved.values().stream()
                .filter(each -> each.caller().equals(caller))
                .count();
        if (own >= MOST_EACH && !dropOldest(caller)) {
            throw full(MOST_EACH + " streams of " + caller.name() + " under way that can be taken up again");
        }
        if (shelved.size() >= MOST && !dropOldest(null)) {
            throw full(MOST + " streams under way that can be taken up again");
        }
        String id = ids.next(caller.name());
        KeptStream stream = new KeptStream(id, patience, MAX_BYTES, nanoTime);
        shelved.put(id, new Shelved(stream, caller));
        return stream;
    }

    private static ApiException full(String found) {
        return new ApiException(
                429,
                "too_many_streams",
                "expected fewer than " + found + "; try again later, or without resume_seconds");
    }

    /**
     * A caller's stream, joined: whoever asks has to leave it.
     *
     * @throws ApiException 404 {@code unknown_stream}, 410 {@code stream_gone}
     */
    synchronized KeptStream join(Caller caller, String id) {
        tidy();
        Shelved found = shelved.get(id);
        if (found != null && found.caller().equals(caller) && found.stream().join()) {
            return found.stream();
        }
        if (ids.issued(id, caller.name())) {
            throw gone("expected a stream that is kept, found one whose time is over");
        }
        throw new ApiException(404, "unknown_stream", "expected the id of a stream, found none of this server's");
    }

    static ApiException gone(String message) {
        return new ApiException(
                410, "stream_gone", message + ": ask for the images again, the same seed draws the same");
    }

    /** Drops the oldest that is over, of a caller or, for null, of anyone; false if there is none. */
    private boolean dropOldest(@Nullable Caller caller) {
        Iterator<Shelved> oldest = shelved.values().iterator();
        while (oldest.hasNext()) {
            Shelved each = oldest.next();
            if (each.stream().over() && (caller == null || each.caller().equals(caller))) {
                oldest.remove();
                return true;
            }
        }
        return false;
    }

    private void tidy() {
        shelved.values().removeIf(each -> each.stream().forsaken());
    }
}
