package dev.flawsmith.jobs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Keeps a tar's headers, whose long names and extensions a library holds in memory, from being endless: each entry's, and those of the
 * whole archive, which the library adds to one another and copies for every entry. One thread.
 */
final class HeaderGuard extends FilterInputStream {
    private static final long LONGEST_HEADERS = 1 << 20;
    private static final long LONGEST_GLOBAL = 1 << 16;

    private long left = Long.MAX_VALUE;
    private long globalLeft = LONGEST_GLOBAL;
    private boolean global;

    HeaderGuard(InputStream in) {
        super(in);
    }

    /** From here on at most {@value #LONGEST_HEADERS} bytes, until {@link #content()}. */
    void headers() {
        left = LONGEST_HEADERS;
    }

    /** The headers until {@link #content()} count for the whole archive: {@value #LONGEST_GLOBAL} bytes that no entry renews. */
    void global() {
        global = true;
    }

    /** From here on any number: whoever reads them counts. */
    void content() {
        left = Long.MAX_VALUE;
        global = false;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        spend(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        spend(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        spend(skipped);
        return skipped;
    }

    private void spend(long bytes) throws IOException {
        left -= bytes;
        if (left < 0) {
            throw new IOException("headers of more than " + LONGEST_HEADERS + " bytes");
        }
        globalLeft -= global ? bytes : 0;
        if (globalLeft < 0) {
            throw new IOException("global headers of more than " + LONGEST_GLOBAL + " bytes");
        }
    }
}
