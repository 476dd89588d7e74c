package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.export.ExportFormat;
import dev.flawsmith.model.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a dataset will take on disk, from above: images of noise, which no PNG makes smaller. */
final class DiskNeed {
    private static final int BLOCK = 4096;
    /** Recipe and the rest of a PNG. */
    private static final int PNG_OVERHEAD = 2048;
    /** A line of the journal, one of the manifest, one of each format's. */
    private static final int LINES = 2048;

    private DiskNeed() {}

    /**
     * Bytes for so many images.
     *
     * @param masks whether each has one
     */
    static double bytes(DatasetSpec spec, ImageShape shape, double images, boolean masks) {
        double raw = shape.size() * 1.01 + PNG_OVERHEAD;
        double file = Math.ceil(raw / BLOCK) * BLOCK;
        double copies = spec.formats().stream()
                .filter(format -> format == ExportFormat.WEBDATASET || format == ExportFormat.PARQUET)
                .count();
        double linked = spec.formats().size() - copies;
        double normal = spec.onto() == null ? 0 : file; // at most one an image
        return images * (file + normal + (masks ? BLOCK : 0) + copies * raw + LINES + linked * BLOCK / 4);
    }

    /**
     * Compares a need with what the disk of a folder has free.
     *
     * @throws AugmentationException if it has less
     */
    static void require(double bytes, long images, Path folder) throws IOException {
        Path there = folder.toAbsolutePath();
        for (Path parent = there; parent != null && !Files.exists(there); parent = there.getParent()) {
            there = parent;
        }
        double free = Files.getFileStore(there).getUsableSpace();
        if (bytes > free) {
            throw AugmentationException.input(
                    "out",
                    String.format(
                            Locale.ROOT,
                            "expected room for %,d images, about %s, found %s free in %s: nothing was made",
                            images,
                            size(bytes),
                            size(free),
                            there));
        }
    }

    private static String size(double bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
        int unit = 0;
        double value = bytes;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.3g %s", value, units[unit]);
    }
}
