package dev.flawsmith.augmentation;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import java.util.Locale;
import java.util.Map;

/** How a dataset's files are called. */
final class DatasetFiles {
    private DatasetFiles() {}

    /** {@code <class>/<number>.png}; a class of someone's model may hold any character, a folder may not. */
    static String name(String className, long index) {
        return folder(className) + String.format(Locale.ROOT, "/%07d.png", index);
    }

    static String folder(String className) {
        return className.replaceAll("[^\\p{L}\\p{N}_.-]|^\\.", "_");
    }

    /** {@code <number>.png}, of the first image that was painted onto a photo. */
    static String normal(long index) {
        return String.format(Locale.ROOT, "%07d.png", index);
    }

    static byte[] png(PixelImage image) {
        return Png.encode(image, Map.of());
    }
}
