package dev.flawsmith.cli;

import dev.flawsmith.augmentation.PaintedDataset.Triple;
import dev.flawsmith.dataset.export.ExportFormat;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a painted dataset's exports hold what the dataset does: of how many of its images MVTec and COCO, where their folders
 * exist, agree with it. Images are matched by their number, which is unique in a dataset. Other formats are named, not read.
 */
final class ExportReadback {
    private final Path dataset;
    private final @Nullable MvtecReadback mvtec;
    private final @Nullable CocoReadback coco;
    private int images;
    private int mvtecAgree;
    private int cocoAgree;

    /**
     * What came of a format whose folder exists.
     *
     * @param images of the dataset
     * @param agree those that the format holds as the dataset does; null where it is not read back
     */
    record Readback(String format, int images, @Nullable Integer agree) {}

    ExportReadback(Path dataset) throws IOException {
        this.dataset = dataset;
        this.mvtec = there(ExportFormat.MVTEC) ? new MvtecReadback(folder(ExportFormat.MVTEC)) : null;
        this.coco = there(ExportFormat.COCO) ? new CocoReadback(folder(ExportFormat.COCO)) : null;
    }

    private Path folder(ExportFormat format) {
        return dataset.resolve(format.wireName());
    }

    private boolean there(ExportFormat format) {
        return Files.isDirectory(folder(format));
    }

    /** {@code 0000012} of {@code test/scratch/0000012.png} and of {@code scratch_0000012.png}. */
    static String number(String path) {
        return path.replaceFirst(".*[/_](\\d+)\\.png$", "$1");
    }

    /** Whether there is a file of that picture. */
    static boolean holds(Path file, PixelImage picture) {
        try {
            return Files.isRegularFile(file)
                    && Png.decode(Files.readAllBytes(file)).equals(picture);
        } catch (IOException | UnreadableImageException e) {
            return false;
        }
    }

    void add(Triple triple) {
        images++;
        mvtecAgree += mvtec != null && mvtec.agrees(triple) ? 1 : 0;
        cocoAgree += coco != null && coco.agrees(triple) ? 1 : 0;
    }

    /** Of the formats that are there. */
    List<Readback> readBack() {
        List<Readback> all = new ArrayList<>();
        for (ExportFormat format : ExportFormat.values()) {
            if (there(format)) {
                Integer agree = switch (format) {
                    case MVTEC -> mvtecAgree;
                    case COCO -> cocoAgree;
                    default -> null;
                };
                all.add(new Readback(format.wireName(), images, agree));
            }
        }
        return all;
    }
}
