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
    /** A name in a folder, and what the link that it is takes beside. */
    private static final int NAME = 512;

    /** Header and padding of a member of a tar file. */
    private static final int TAR = 1024;
    /** How many times smaller a PNG makes a mask, at least: eight pixels in one byte would be 8. */
    private static final int MASK_RATIO = 4;

    private DiskNeed() {}

    /**
     * Bytes for so many images.
     *
     * @param masks whether each has one
     */
    static double bytes(DatasetSpec spec, ImageShape shape, double images, boolean masks) {
        double raw = shape.size() * 1.01 + PNG_OVERHEAD;
        double file = Math.ceil(raw / BLOCK) * BLOCK;
        double mask = masks ? mask(shape) : 0;
        double normal = spec.onto() == null ? 0 : file; // at most one an image
        double formats = spec.formats().stream()
                .mapToDouble(format -> of(format, raw, mask))
                .sum();
        return images * (file + normal + mask + LINES + formats);
    }

    /** What a format adds an image, where the file system has links. */
    private static double of(ExportFormat format, double raw, double mask) {
        return switch (format) {
            case IMAGEFOLDER -> NAME;
            case COCO -> NAME + BLOCK; // polygons and run lengths, in lines
            case YOLO, YOLO_SEGMENTATION -> NAME + BLOCK; // a label file
            case VOC -> NAME + BLOCK + mask; // an XML file and a palette PNG
            case MVTEC -> 2 * NAME + mask; // image and normal picture are links
            case WEBDATASET -> raw + mask + 3 * TAR; // two members and a JSON file, padded
            case PARQUET -> raw;
        };
    }

    /** A mask's file: a sample a pixel, which a PNG makes smaller by an order; at least a block. */
    private static double mask(ImageShape shape) {
        return Math.ceil((shape.height() * (double) shape.width() / MASK_RATIO + 1) / BLOCK) * BLOCK;
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
