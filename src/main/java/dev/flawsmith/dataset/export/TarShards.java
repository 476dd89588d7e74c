package dev.flawsmith.dataset.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The tar files of one split, one open at a time. Every entry is of 1970, of nobody and readable by all: the bytes say
 * nothing of when, by whom and where they were written.
 */
final class TarShards {
    private final ExportFolder folder;
    private final String prefix;
    private final int shardImages;
    private @Nullable TarArchiveOutputStream open;
    private int images;

    TarShards(ExportFolder folder, String prefix, int shardImages) {
        this.folder = folder;
        this.prefix = prefix;
        this.shardImages = shardImages;
    }

    /** What is added from now on belongs to the next image, which begins a new file if the last one is full. */
    void nextImage() throws IOException {
        if (images % shardImages == 0) {
            finish();
            String name = String.format(Locale.ROOT, "%s%06d.tar", prefix, images / shardImages);
            open = new TarArchiveOutputStream(folder.stream(name), StandardCharsets.UTF_8.name());
        }
        images++;
    }

    void add(String name, byte[] content) throws IOException {
        TarArchiveOutputStream tar = begun(name, content.length);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    void add(String name, Path file) throws IOException {
        TarArchiveOutputStream tar = begun(name, Files.size(file));
        Files.copy(file, tar);
        tar.closeArchiveEntry();
    }

    /** Ends the file that is open, if one is. */
    void finish() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    private TarArchiveOutputStream begun(String name, long size) throws IOException {
        if (open == null) {
            throw new IllegalStateException("expected an image before its files, found none");
        }
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setMode(0100644);
        entry.setModTime(FileTime.fromMillis(0));
        entry.setIds(0, 0);
        entry.setNames("", "");
        open.putArchiveEntry(entry);
        return open;
    }
}
