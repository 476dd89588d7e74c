package dev.flawsmith.jobs;

import dev.flawsmith.synthesis.FieldError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Somebody else's zip, tar or tar.gz of images, unpacked within limits. Whatever is in it that is no image, lies elsewhere or is too
 * much ends the unpacking with the entry's name; what is unpacked by then is the caller's to delete.
 */
final class ImageArchive {
    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int TAR_MAGIC_END = TarConstants.MAGIC_OFFSET + 5;

    private final String field;
    private final Path file;
    private final UploadRules rules;

    /** @param field names it in errors */
    ImageArchive(String field, Path file, UploadRules rules) {
        this.field = field;
        this.file = file;
        this.rules = rules;
    }

    /**
     * Unpacks it into a folder, which it makes.
     *
     * @return number of images
     * @throws JobException {@code INVALID_REQUEST} or {@code TOO_LARGE}
     * @throws IOException if the disk fails
     */
    int unpackInto(Path folder) throws IOException {
        Files.createDirectories(folder);
        UnpackedImages unpacked = new UnpackedImages(field, folder, rules, Files.size(file));
        byte[] head = head();
        try {
            if (starts(head, 'P', 'K')) {
                zip(unpacked);
            } else if (starts(head, 0x1f, 0x8b)) {
                tar(unpacked, true);
            } else if (head.length > TAR_MAGIC_END
                    && new String(head, TarConstants.MAGIC_OFFSET, 5, StandardCharsets.US_ASCII).equals("ustar")) {
                tar(unpacked, false);
            } else {
                throw invalid("expected a zip, tar or tar.gz of images, found another kind of file");
            }
        } catch (UnpackedImages.DiskException e) {
            throw e.disk();
        } catch (JobException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // whatever a library says to bytes that are no archive
            JobException damaged = invalid("expected a whole archive, found one that is damaged or cut short"
                    + (unpacked.last().isEmpty() ? "" : " after " + UnpackedImages.shown(unpacked.last())));
            damaged.initCause(e);
            throw damaged;
        }
        return unpacked.finish();
    }

    private byte[] head() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(TarConstants.DEFAULT_RCDSIZE);
        }
    }

    private static boolean starts(byte[] head, int first, int second) {
        return head.length >= 2 && (head[0] & 0xff) == first && (head[1] & 0xff) == second;
    }

    private JobException invalid(String message) {
        return JobException.invalid(List.of(new FieldError(field, message)));
    }

    private void zip(UnpackedImages unpacked) throws IOException {
        unpacked.expect(ZipDirectory.count(file, rules.limits().maxEntries()));
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                int type = entry.getUnixMode() & FILE_TYPE;
                boolean folder = entry.isDirectory();
                if (!folder && type != 0 && type != REGULAR) {
                    throw unpacked.refused(entry.getName(), "expected files and folders only, no links or devices");
                }
                if (!zip.canReadEntryData(entry)) {
                    throw unpacked.refused(entry.getName(), "expected no encryption, and a common compression");
                }
                if (folder) {
                    unpacked.folder(entry.getName());
                } else {
                    try (InputStream in = zip.getInputStream(entry)) {
                        unpacked.file(entry.getName(), in);
                    }
                }
            }
        }
    }

    /** Tells its guard of global headers. */
    private static final class GuardedTar extends TarArchiveInputStream {
        private final HeaderGuard guard;

        GuardedTar(HeaderGuard guard) {
            super(guard, StandardCharsets.UTF_8.name());
            this.guard = guard;
        }

        @Override
        protected byte[] readRecord() throws IOException {
            byte[] record = super.readRecord();
            if (record != null && record[TarConstants.LF_OFFSET] == TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER) {
                guard.global();
            }
            return record;
        }
    }

    private void tar(UnpackedImages unpacked, boolean packed) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                InputStream bytes = packed ? new GzipCompressorInputStream(raw, true) : raw;
                HeaderGuard guard = new HeaderGuard(new BufferedInputStream(bytes, 1 << 16));
                TarArchiveInputStream tar = new GuardedTar(guard)) {
            while (true) {
                guard.headers();
                TarArchiveEntry entry = tar.getNextEntry();
                if (entry == null) {
                    return;
                }
                guard.content();
                byte flag = entry.getLinkFlag();
                if (entry.isDirectory()) {
                    unpacked.folder(entry.getName());
                } else if ((flag == TarConstants.LF_NORMAL || flag == TarConstants.LF_OLDNORM) && !entry.isSparse()) {
                    unpacked.file(entry.getName(), tar);
                } else {
                    throw unpacked.refused(entry.getName(), "expected files and folders only, no links or devices");
                }
            }
        }
    }
}
