package dev.flawsmith.cli;

import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.image.AreaResize;
import dev.flawsmith.image.Colour;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.SquareCrop;
import dev.flawsmith.image.UnreadableImageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The images of a folder as the audit compares them: middle square, grey, 64x64.
 *
 * @param files in the folder's order
 * @param images one a file
 */
record AuditPhotos(List<LabelledFile> files, List<PixelImage> images) {
    static final int SIDE = 64;
    private static final int LISTED = 20;

    /**
     * Reads a folder, or one split of it; what is odd about it is told on {@code err}.
     *
     * @throws InputException naming every file that cannot be read
     */
    static AuditPhotos load(String option, Path directory, @Nullable Split split, PrintWriter err) {
        ImageFolder folder = ImageFolder.open(directory, DecodeLimits.DEFAULT);
        List<LabelledFile> files = folder.files().stream()
                .filter(file -> split == null || file.split() == split)
                .toList();
        if (files.isEmpty()) { // a folder without images is refused before
            String label = split == null ? "any split" : split.label();
            throw new InputException(
                    option, option + ": expected images of " + label + " in " + directory + ", found none");
        }
        Map<Integer, PixelImage> images = new ConcurrentSkipListMap<>();
        Map<Integer, String> sizes = new ConcurrentSkipListMap<>();
        Map<Integer, String> problems = new ConcurrentSkipListMap<>();
        IntStream.range(0, files.size()).parallel().forEach(i -> {
            try {
                PixelImage image = folder.decode(files.get(i));
                sizes.put(i, image.width() + "x" + image.height());
                images.put(i, AreaResize.resize(Colour.toGrey(SquareCrop.centre(image)), SIDE, SIDE));
            } catch (UnreadableImageException e) {
                problems.put(i, files.get(i).name() + ": " + e.reason());
            }
        });
        if (!problems.isEmpty()) {
            throw new InputException(
                    option,
                    option + ": expected " + files.size() + " readable images in " + directory + ", found "
                            + problems.size() + " that cannot be read:\n  " + String.join("\n  ", problems.values()));
        }
        AuditPhotos photos = new AuditPhotos(files, new ArrayList<>(images.values()));
        photos.warn(option, sizes, err);
        return photos;
    }

    private void warn(String option, Map<Integer, String> sizes, PrintWriter err) {
        Map<String, Long> counts =
                sizes.values().stream().collect(Collectors.groupingBy(s -> s, TreeMap::new, Collectors.counting()));
        if (counts.size() > 1) {
            err.println("warning: " + option + " has images of " + counts.size() + " sizes ("
                    + counts.entrySet().stream()
                            .limit(LISTED)
                            .map(e -> e.getValue() + " of " + e.getKey())
                            .collect(Collectors.joining(", "))
                    + "); the middle square of each is compared at " + SIDE + "x" + SIDE);
        }
        List<String> constant = IntStream.range(0, images.size())
                .filter(i -> constant(images.get(i)))
                .mapToObj(i -> files.get(i).name())
                .toList();
        if (!constant.isEmpty()) {
            err.println("warning: " + option + " has " + constant.size()
                    + " images of one grey level, which are as near to one another as copies: " + some(constant));
        }
    }

    private static boolean constant(PixelImage image) {
        byte[] samples = image.samples();
        for (byte sample : samples) {
            if (sample != samples[0]) {
                return false;
            }
        }
        return true;
    }

    /** The first names of a list. */
    static String some(List<String> names) {
        return names.stream().limit(LISTED).collect(Collectors.joining(", "))
                + (names.size() > LISTED ? ", and " + (names.size() - LISTED) + " more" : "");
    }
}
