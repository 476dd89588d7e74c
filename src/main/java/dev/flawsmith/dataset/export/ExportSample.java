package dev.flawsmith.dataset.export;

import dev.flawsmith.image.PixelImage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One image of a dataset with its ground truth, as it is exported.
 *
 * @param file {@code <class>/<name>.png}, forward slash; the name (letters, digits, {@code _} and {@code -}) is unique
 *     in the dataset, not only in the class: a zero-padded index does
 * @param split {@code train}, {@code validation} or {@code test}
 * @param image the PNG on disk, which must stay until {@link DatasetWriter#finish()}; linked or copied unchanged, text
 *     chunks included
 * @param width pixels
 * @param height pixels
 * @param channels 1 (grey) or 3 (RGB)
 * @param mask 255 where the defect is and 0 elsewhere, 1 channel, as large as the image, at least one pixel of 255; null
 *     where no mask is known, and for the class {@code good}
 * @param normal name with suffix of the sample of the class {@code good} that it was painted onto; null for none
 * @param metadata more about the image, in the order in which it is written: text, whole numbers, finite numbers, truth
 *     values and null; keys of letters, digits and {@code _}, none of {@code file file_name image label class split mask}
 */
public record ExportSample(
        String file,
        String className,
        String split,
        Path image,
        int width,
        int height,
        int channels,
        @Nullable PixelImage mask,
        @Nullable String normal,
        Map<String, @Nullable Object> metadata) {
    /** The class of images without a defect. */
    public static final String GOOD = "good";

    static final String TRAIN = "train";
    static final String VALIDATION = "validation";
    static final String TEST = "test";

    private static final List<String> SPLITS = List.of(TRAIN, VALIDATION, TEST);
    private static final Set<String> RESERVED = Set.of("file", "file_name", "image", "label", "class", "split", "mask");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String SUFFIX = ".png";

    /** @throws IllegalArgumentException that names the file, if anything is not as described */
    public ExportSample {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        String prefix = className + "/";
        boolean named = file.startsWith(prefix) && file.endsWith(SUFFIX) && file.length() > prefix.length() + 4;
        if (!named || !NAME.matcher(nameIn(file, prefix)).matches()) {
            throw wrong(file, prefix + "<name>.png with a name of letters, digits, _ and -", "that");
        }
        if (!SPLITS.contains(split)) {
            throw wrong(file, "a split of " + SPLITS, "\"" + split + "\"");
        }
        if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
            throw wrong(file, "pixels of 1 or 3 channels", width + "x" + height + "x" + channels);
        }
        if (mask != null) {
            requireMask(file, className, mask, width, height);
        }
        metadata.forEach((key, value) -> requireScalar(file, key, value));
    }

    /** Of an image that was not painted onto another. */
    public ExportSample(
            String file,
            String className,
            String split,
            Path image,
            int width,
            int height,
            int channels,
            @Nullable PixelImage mask,
            Map<String, @Nullable Object> metadata) {
        this(file, className, split, image, width, height, channels, mask, null, metadata);
    }

    /** The file's name without class and suffix. */
    String name() {
        return nameIn(file, className + "/");
    }

    /** A name for folders that hold all classes: {@code <class>_<name>}, the class in letters, digits, _ and -. */
    String stem() {
        return className.replaceAll("[^A-Za-z0-9_-]", "_") + "_" + name();
    }

    /** {@code val} where the field says so for validation. */
    String shortSplit() {
        return split.equals(VALIDATION) ? "val" : split;
    }

    private static String nameIn(String file, String prefix) {
        return file.substring(prefix.length(), file.length() - SUFFIX.length());
    }

    private static void requireMask(String file, String className, PixelImage mask, int width, int height) {
        if (className.equals(GOOD)) {
            throw wrong(file, "no mask for the class " + GOOD, "one");
        }
        if (mask.width() != width || mask.height() != height || mask.channels() != 1) {
            throw wrong(file, "a mask of " + width + "x" + height + "x1", "" + mask);
        }
        boolean empty = true;
        for (byte sample : mask.samples()) {
            if (sample != 0 && sample != (byte) 255) {
                throw wrong(file, "a mask of 0 and 255", "a value of " + (sample & 0xff));
            }
            empty &= sample == 0;
        }
        if (empty) {
            throw wrong(file, "a mask with at least one pixel of 255", "an empty one");
        }
    }

    private static void requireScalar(String file, String key, @Nullable Object value) {
        if (!KEY.matcher(key).matches() || RESERVED.contains(key)) {
            throw wrong(
                    file,
                    "metadata keys of letters, digits and _, none of "
                            + RESERVED.stream().sorted().toList(),
                    "\"" + key + "\"");
        }
        boolean scalar = value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || (value instanceof Float number && Float.isFinite(number))
                || (value instanceof Double other && Double.isFinite(other));
        if (!scalar) {
            throw wrong(file, "text, a finite number, a truth value or null as metadata " + key, "" + value);
        }
    }

    private static IllegalArgumentException wrong(String file, String expected, String found) {
        return new IllegalArgumentException(file + ": expected " + expected + ", found " + found);
    }
}
