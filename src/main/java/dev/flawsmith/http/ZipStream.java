package dev.flawsmith.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip that goes out while it is made, not compressed: images are already. The same files make the same bytes. One that breaks
 * off before {@link #finish()} has no end, and no program takes it for whole. One thread.
 */
final class ZipStream {
    static final String MEDIA_TYPE = "application/zip";
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream zip;

    @SuppressWarnings("resource") // closing it would put the end there
    ZipStream(OutputStream out) {
        zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setLevel(Deflater.NO_COMPRESSION);
    }

    /** Writes a file's bytes. */
    @FunctionalInterface
    interface Content {
        /** Leaves the stream open. */
        void writeTo(OutputStream out) throws IOException;
    }

    void add(String name, Content content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(ENTRY_TIME);
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
    }

    /** The end, without which all before is worth nothing. */
    void finish() throws IOException {
        zip.finish();
        zip.flush();
    }
}
