package dev.flawsmith.http;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Released images that can be fetched again, in memory. Guarantees: at most {@code maxBytes} of them, the oldest leaving
 * first; none longer than {@code lifetime}. Thread-safe.
 *
 * <p>An id is 16 random bytes and 8 bytes of their HMAC-SHA-256 under a key of this process: nobody can guess one, and one
 * that was ours is known as such, though nothing is kept of it.
 */
public final class ImageStore {
    /** How long an image is kept, if there is room. */
    static final Duration LIFETIME = Duration.ofHours(1);

    static final long MAX_BYTES = 64L << 20;
    private static final int RANDOM_BYTES = 16;
    private static final int MAC_BYTES = 8;

    private final InstantSource clock;
    private final Duration lifetime;
    private final long maxBytes;
    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;
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
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** Keeps an image; answers its id, 32 characters that a URL takes as they are. */
    public String add(PngFile png) {
        byte[] drawn = new byte[RANDOM_BYTES];
        random.nextBytes(drawn);
        byte[] whole = Arrays.copyOf(drawn, RANDOM_BYTES + MAC_BYTES);
        System.arraycopy(mac(drawn), 0, whole, RANDOM_BYTES, MAC_BYTES);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
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
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (whole.length != RANDOM_BYTES + MAC_BYTES) {
            return false;
        }
        byte[] expected = mac(Arrays.copyOf(whole, RANDOM_BYTES));
        return MessageDigest.isEqual(expected, Arrays.copyOfRange(whole, RANDOM_BYTES, RANDOM_BYTES + MAC_BYTES));
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

    private byte[] mac(byte[] drawn) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(drawn), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
