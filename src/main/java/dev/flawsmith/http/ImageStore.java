package dev.flawsmith.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Released images that can be fetched again, in memory. Guarantees: at most {@code maxBytes} of them, the oldest leaving
 * first; none longer than {@code lifetime}. Ids are {@link UnguessableIds}. Thread-safe.
 */
public final class ImageStore {
    /** How long an image is kept, if there is room. */
    static final Duration LIFETIME = Duration.ofHours(1);

    static final long MAX_BYTES = 64L << 20;
    /** Who has an id may see its image. */
    private static final String ANYBODY = "";

    private final InstantSource clock;
    private final Duration lifetime;
    private final long maxBytes;
    private final UnguessableIds ids = new UnguessableIds();
    private final Map<String, Entry> entries = new LinkedHashMap<>(); // guarded by this, the oldest first
    private long bytes; // guarded by this

    private record Entry(PngFile png, Instant expires) {}

    ImageStore(InstantSource clock) {
        this(clock, LIFETIME, MAX_BYTES);
    }

    ImageStore(InstantSource clock, Duration lifetime, long maxBytes) {
        this.clock = clock;
        this.lifetime = lifetime;
        this.maxBytes = maxBytes;
    }

    /** Keeps an image; answers its id, 32 characters that a URL takes as they are. */
    public String add(PngFile png) {
        String id = ids.next(ANYBODY);
        synchronized (this) {
            entries.put(id, new Entry(png, clock.instant().plus(lifetime)));
            bytes += size(png);
            tidy();
        }
        return id;
    }

    /** The image of an id; empty if it is not, or no longer, there. */
    synchronized Optional<PngFile> find(String id) {
        tidy();
        return Optional.ofNullable(entries.get(id)).map(Entry::png);
    }

    /** Whether {@link #add} once answered this id. */
    boolean issued(String id) {
        return ids.issued(id, ANYBODY);
    }

    /** Bytes kept. */
    synchronized long bytes() {
        return bytes;
    }

    private void tidy() {
        Instant now = clock.instant();
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            if (bytes <= maxBytes && now.isBefore(entry.expires())) {
                return;
            }
            bytes -= size(entry.png());
            oldest.remove();
        }
    }

    private static long size(PngFile png) {
        return png.bytes().length + 2L * png.recipe().length();
    }
}
