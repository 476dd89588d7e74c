package dev.flawsmith.jobs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** Archives in memory, good and bad. */
public final class Archives {
    private Archives() {}

    /** A zip of these names, each with the bytes of its own name. */
    public static byte[] zip(String... names) {
        return zip(List.of(names), 0, null);
    }

    /** A zip of one name, its Unix mode and its content. */
    public static byte[] zip(String name, int mode, byte[] content) {
        return zip(List.of(name), mode, content);
    }

    private static byte[] zip(List<String> names, int mode, byte @Nullable [] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            for (String name : names) {
                ZipArchiveEntry entry = new ZipArchiveEntry(name);
                if (mode != 0) {
                    entry.setUnixMode(mode);
                }
                zip.putArchiveEntry(entry);
                zip.write(content == null ? name.getBytes(StandardCharsets.UTF_8) : content);
                zip.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A tar of one entry of a type, such as {@code TarConstants.LF_SYMLINK}, which links to {@code /etc/passwd}. */
    public static byte[] tar(String name, byte type) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            TarArchiveEntry entry = new TarArchiveEntry(name, type);
            entry.setLinkName("/etc/passwd");
            boolean file = type == '0';
            entry.setSize(file ? 3 : 0);
            tar.putArchiveEntry(entry);
            if (file) {
                tar.write(new byte[] {1, 2, 3});
            }
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
