package dev.flawsmith.jobs;

/**
 * What an upload of images may be, all limits inclusive.
 *
 * @param maxBytes of a whole request, as it is sent
 * @param maxEntries of an archive, folders included
 * @param maxUnpackedBytes of an archive, whatever it is packed into
 * @param maxRatio an archive's unpacked bytes for each packed one; {@value #FREE_BYTES} bytes are always allowed
 */
public record UploadLimits(long maxBytes, int maxEntries, long maxUnpackedBytes, int maxRatio) {
    /** A few images of one colour shrink more than any ratio, and harm nobody. */
    private static final long FREE_BYTES = 64L << 20;

    /** 2 GiB a request; 100,000 entries, 8 GiB and a hundredfold unpacked an archive. */
    public static final UploadLimits DEFAULT = new UploadLimits(2L << 30, 100_000, 8L << 30, 100);

    public UploadLimits {
        if (maxBytes < 1 || maxEntries < 1 || maxUnpackedBytes < 1 || maxRatio < 1) {
            throw new IllegalArgumentException("expected limits of at least 1, found maxBytes " + maxBytes
                    + ", maxEntries " + maxEntries + ", maxUnpackedBytes " + maxUnpackedBytes + ", maxRatio "
                    + maxRatio);
        }
    }

    public UploadLimits withMaxBytes(long other) {
        return new UploadLimits(other, maxEntries, maxUnpackedBytes, maxRatio);
    }

    /** Most bytes that may come out of an archive of so many. */
    long unpacked(long packed) {
        long byRatio = packed > maxUnpackedBytes / maxRatio ? maxUnpackedBytes : packed * maxRatio;
        return Math.min(maxUnpackedBytes, Math.max(FREE_BYTES, byRatio));
    }
}
