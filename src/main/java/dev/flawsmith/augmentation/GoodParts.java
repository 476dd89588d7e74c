package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.AtomicFile;
import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.SplitsFile;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.image.UnreadableImageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The defect-free photos that a dataset is painted onto: the files of a folder, of one with a splits.csv its train rows. Image
 * {@code i} goes onto photo {@code i mod n} of them in an order that the spec's seed draws. No photo is kept: each is read when
 * it is its turn, and must be what it was when the files were hashed. One thread.
 */
final class GoodParts {
    /** Pixels of the photos that are under way at once. */
    private static final long PIXELS_AT_ONCE = 32_000_000;

    private static final int FEWEST_AT_ONCE = 2;
    private static final int MOST_AT_ONCE = 128;

    private final Path folder;
    private final List<LabelledFile> files;
    private final TreeMap<String, String> hashes = new TreeMap<>();
    private @Nullable PixelImage first;
    private @Nullable Object checkedBy;

    /**
     * A photo.
     *
     * @param name below the folder
     * @param sha256 of the file
     */
    record Part(String name, String sha256, PixelImage image) {}

    private GoodParts(Path folder, List<LabelledFile> files) {
        this.folder = folder;
        this.files = files;
    }

    /**
     * Lists a folder; reads no photo.
     *
     * @param seed draws their order
     * @throws DatasetException if there is no such folder, or no photo to take in it, or it is a dataset that was made, or a
     *     class folder of one with a {@value SplitsFile#NAME}
     */
    static GoodParts open(Path folder, long seed) {
        if (Files.isRegularFile(folder.resolve(DatasetFolder.MANIFEST))) {
            throw new DatasetException(
                    folder + ": expected photos without defects, found a dataset that augment has made");
        }
        requireWhole(folder);
        List<LabelledFile> files = new ArrayList<>(RealSet.open(folder).train());
        files.sort(Comparator.comparing(LabelledFile::name));
        Random random = new Random(seed); // its numbers are specified; Fisher and Yates
        for (int i = files.size() - 1; i > 0; i--) {
            Collections.swap(files, i, random.nextInt(i + 1));
        }
        return new GoodParts(folder, List.copyOf(files));
    }

    /** A class folder alone would hide the splits beside it, and its test rows would be painted onto. */
    private static void requireWhole(Path folder) {
        Path own = folder.toAbsolutePath().normalize();
        Path splits = own.resolveSibling(SplitsFile.NAME);
        if (own.getParent() == null || !Files.isRegularFile(splits)) {
            return;
        }
        String prefix = own.getFileName() + "/";
        SplitsFile.read(splits).rows().stream()
                .map(SplitsFile.Row::file)
                .filter(file -> file.startsWith(prefix))
                .findFirst()
                .ifPresent(file -> {
                    throw new DatasetException(folder + ": expected photos that no " + SplitsFile.NAME
                            + " beside their folder names, for its test rows would not be told from the others, found "
                            + file + " in " + splits + "; of " + own.getParent() + " itself the train rows are taken");
                });
    }

    /** Photos there are. */
    int count() {
        return files.size();
    }

    /** The number of the first image that is painted onto the photo of an image. */
    long firstOn(long image) {
        return image % files.size();
    }

    /**
     * Hashes every file that is not hashed yet.
     *
     * @return name to SHA-256
     */
    Map<String, String> hash() {
        for (LabelledFile file : files) {
            if (!hashes.containsKey(file.name())) {
                try {
                    hashes.put(file.name(), Sha256.hex(file.path()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return Collections.unmodifiableMap(hashes);
    }

    /**
     * Reads the photo of an image.
     *
     * @throws AugmentationException if it cannot be read, or is not what it was
     */
    Part read(long image) {
        LabelledFile file = files.get((int) firstOn(image));
        try {
            byte[] bytes = ImageDecoder.readBytes(file.path(), DecodeLimits.DEFAULT);
            String sha256 = Sha256.hex(bytes);
            String was = hashes.putIfAbsent(file.name(), sha256);
            if (was != null && !was.equals(sha256)) {
                throw AugmentationException.input(
                        "onto",
                        "expected the photo " + file.name() + " as it was at the start, SHA-256 " + was + ", found "
                                + sha256);
            }
            PixelImage decoded = ImageDecoder.decode(bytes, file.name(), DecodeLimits.DEFAULT);
            first = first == null ? decoded : first;
            return new Part(file.name(), sha256, decoded);
        } catch (UnreadableImageException e) {
            throw AugmentationException.input(
                    "onto", "expected photos that can be read, found " + file.name() + ": " + e.reason());
        }
    }

    /** The size and channels of all; that of the first that is read. */
    PixelImage size() {
        return first == null ? read(0).image() : first;
    }

    /** How many may be under way at once. */
    int atOnce() {
        long pixels = (long) size().width() * size().height();
        return (int) Math.max(FEWEST_AT_ONCE, Math.min(MOST_AT_ONCE, PIXELS_AT_ONCE / pixels));
    }

    /** Whether these models were asked of every photo before. */
    boolean checkedBy(Object models) {
        return checkedBy == models;
    }

    void nowCheckedBy(Object models) {
        checkedBy = models;
    }

    /**
     * Writes down which photos there are, or compares them with what was written down.
     *
     * @param begun of the dataset, for the message
     * @param file where it is written down
     * @throws AugmentationException that names the first photo that is another, is missing or was not there
     */
    void remember(Path begun, Path file) throws IOException {
        Map<String, String> found = hash();
        if (!Files.isRegularFile(file)) {
            AtomicFile.write(file, DatasetManifest.JSON.writeValueAsBytes(found));
            return;
        }
        Map<String, String> before = new TreeMap<>();
        DatasetManifest.JSON
                .readTree(file.toFile())
                .properties()
                .forEach(each -> before.put(each.getKey(), each.getValue().asText()));
        TreeMap<String, String> all = new TreeMap<>(before);
        all.putAll(found);
        for (String name : all.keySet()) {
            String was = before.get(name);
            String is = found.get(name);
            if (was == null || !was.equals(is)) {
                throw AugmentationException.input(
                        "onto",
                        "expected the photos of " + folder + " as when " + begun + " was begun, found "
                                + (was == null ? "another, " + name : name + (is == null ? " missing" : " changed")));
            }
        }
    }

    Path folder() {
        return folder;
    }
}
