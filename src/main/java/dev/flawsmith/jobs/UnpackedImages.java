package dev.flawsmith.jobs;

import dev.flawsmith.synthesis.FieldError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What comes out of one archive, counted and named before it is written. One thread. */
final class UnpackedImages {
    private static final int LONGEST_SHOWN = 80;
    private static final long MOST_SPLITS_BYTES = 32L << 20;

    private final String field;
    private final Path folder;
    private final UploadLimits limits;
    private final EntryNames names;
    private final long packed;
    private final TreeSet<String> files = new TreeSet<>();
    private final byte[] buffer = new byte[1 << 16];
    private int entries;
    private long bytes;
    private String last = "";

    UnpackedImages(String field, Path folder, UploadRules rules, long packed) {
        this.field = field;
        this.folder = folder;
        this.limits = rules.limits();
        this.names = new EntryNames(rules.suffixes());
        this.packed = packed;
    }

    /** The disk failed, not the archive. */
    static final class DiskException extends IOException {
        private static final long serialVersionUID = 1L;
        private final IOException disk;

        DiskException(IOException disk) {
            super(disk);
            this.disk = disk;
        }

        IOException disk() {
            return disk;
        }
    }

    /** The entry that was last begun; empty before. */
    String last() {
        return last;
    }

    /** Refuses too many entries that an archive says it has. */
    void expect(int all) {
        if (all > limits.maxEntries()) {
            throw tooLarge(String.format(Locale.ROOT, "expected at most %,d entries, found more", limits.maxEntries()));
        }
    }

    void folder(String name) {
        String checked = checked(name, true);
        if (!checked.isEmpty()) {
            Path unused = place(checked); // made when a file comes into it
        }
    }

    void file(String name, InputStream in) throws IOException {
        String checked = checked(name, false);
        Path place = place(checked);
        long most = checked.endsWith(EntryNames.SPLITS) ? bytes + MOST_SPLITS_BYTES : Long.MAX_VALUE;
        try (OutputStream out = create(place)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > limits.unpacked(packed)) {
                    throw tooLarge(String.format(
                            Locale.ROOT,
                            "expected at most %,d bytes unpacked of the %,d sent, found more at the entry %s",
                            limits.unpacked(packed),
                            packed,
                            shown(name)));
                }
                if (bytes > most) {
                    throw refused(name, "expected at most " + MOST_SPLITS_BYTES + " bytes in it");
                }
                write(out, read);
            }
        }
        files.add(checked);
    }

    private String checked(String name, boolean isFolder) {
        last = name;
        entries++;
        expect(entries);
        try {
            return names.take(name, isFolder);
        } catch (IllegalArgumentException e) {
            throw refused(name, String.valueOf(e.getMessage()));
        }
    }

    private Path place(String name) {
        try {
            Path place = folder.resolve(name).normalize();
            if (place.startsWith(folder) && !place.equals(folder)) {
                return place;
            }
        } catch (InvalidPathException e) {
            throw refused(name, "expected a name that this server's disk can hold");
        }
        throw refused(name, "expected a name that stays in its folder");
    }

    private static OutputStream create(Path place) throws DiskException {
        try {
            Files.createDirectories(place.getParent());
            return Files.newOutputStream(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    private void write(OutputStream out, int length) throws DiskException {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    JobException refused(String name, String expected) {
        return JobException.invalid(List.of(new FieldError(field, expected + "; found the entry " + shown(name))));
    }

    private JobException tooLarge(String message) {
        return new JobException(JobException.Code.TOO_LARGE, field + ": " + message);
    }

    /** A name as an error may show it: short, and without what is not seen. */
    static String shown(String name) {
        StringBuilder text = new StringBuilder("'");
        name.codePoints().limit(LONGEST_SHOWN).forEach(c -> {
            if (c < ' ' || c > '~') {
                text.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.append(name.length() > LONGEST_SHOWN ? "…'" : "'").toString();
    }

    /**
     * Checks the whole: every image in a class folder or none, below one folder at most.
     *
     * @return number of images
     */
    int finish() {
        String root = UploadedFolder.root(files);
        int images = 0;
        Boolean classes = null;
        for (String file : files) {
            String inside = file.substring(root.length());
            if (inside.equals(EntryNames.SPLITS)) {
                continue;
            }
            int levels = inside.split("/", -1).length;
            boolean mixed = levels > 2 || (classes != null && classes != (levels == 2));
            if (mixed || inside.endsWith("/" + EntryNames.SPLITS)) {
                throw refused(file, "expected <class>/<image> throughout, or images alone, and splits.csv beside them");
            }
            classes = levels == 2;
            images++;
        }
        if (images == 0) {
            throw JobException.invalid(List.of(new FieldError(field, "expected at least one image, found none")));
        }
        return images;
    }
}
