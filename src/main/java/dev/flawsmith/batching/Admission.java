package dev.flawsmith.batching;

import dev.flawsmith.batching.BatchingException.Reason;
import java.util.Locale;

/**
 * Room for images and for the bytes of their state, handed out whole requests at a time and never over either limit:
 * both are taken in one decision, or neither. Thread-safe.
 */
public final class Admission {
    private static final double MIB = 1 << 20;

    private final int maxImages;
    private final long maxBytes;
    private int takenImages; // guarded by this, as is the next
    private long takenBytes;

    /**
     * @param maxImages most images at once, at least 1
     * @param maxBytes most bytes at once, at least 1
     */
    public Admission(int maxImages, long maxBytes) {
        if (maxImages < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "expected limits of at least 1, found " + maxImages + " images and " + maxBytes + " bytes");
        }
        this.maxImages = maxImages;
        this.maxBytes = maxBytes;
    }

    /**
     * Takes room for all of a request's images and bytes, or for none.
     *
     * @throws BatchingException {@code TOO_LARGE} if there could never be room, {@code QUEUE_FULL} if there is none now
     */
    public synchronized void take(int images, long bytes) {
        if (images > maxImages || bytes > maxBytes) {
            throw new BatchingException(
                    Reason.TOO_LARGE,
                    "expected at most " + room(maxImages, maxBytes) + " at once, found a request of "
                            + room(images, bytes));
        }
        if (images > maxImages - takenImages || bytes > maxBytes - takenBytes) {
            throw new BatchingException(
                    Reason.QUEUE_FULL,
                    "expected room for " + room(images, bytes) + ", found " + takenImages + " of " + maxImages
                            + " images and " + mebibytes(takenBytes) + " of " + mebibytes(maxBytes) + " MiB taken");
        }
        takenImages += images;
        takenBytes += bytes;
    }

    /** Gives room back. */
    public synchronized void giveBack(int images, long bytes) {
        takenImages -= images;
        takenBytes -= bytes;
    }

    /** Images taken now, from 0 to the limit. */
    public synchronized int images() {
        return takenImages;
    }

    /** Bytes taken now, from 0 to the limit. */
    public synchronized long bytes() {
        return takenBytes;
    }

    private static String room(int images, long bytes) {
        return images + " images and " + mebibytes(bytes) + " MiB of state";
    }

    /** Rounded up, so that something is never told as nothing. */
    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", Math.ceil(10 * bytes / MIB) / 10);
    }
}
