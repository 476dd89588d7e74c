package dev.flawsmith.dataset.export;

import dev.flawsmith.image.Png;
import java.io.IOException;
import java.util.Map;

/**
 * The layout of MVTec AD, one category named after the dataset (what is not a letter, digit, dot, {@code _} or {@code -}
 * becomes {@code _}). Anomaly detection learns from good parts alone: images of the class {@code good} go to
 * {@code train/good}, those of the split test to {@code test/good}; every other image goes to {@code test/<class>},
 * whatever its split, with {@code ground_truth/<class>/<name>_mask.png}. {@code train/good} is empty where no good images
 * are exported. The category gets its name in the end.
 */
final class MvtecWriter implements DatasetWriter {
    private final ExportFolder folder;
    private final String category;

    MvtecWriter(ExportFolder folder, ExportInfo info) {
        this.folder = folder;
        this.category = folder.pending(info.name().replaceAll("[^A-Za-z0-9._-]|^\\.", "_"));
    }

    @Override
    public void add(ExportSample sample) throws IOException {
        String part =
                sample.className().equals(ExportSample.GOOD) && !sample.split().equals(ExportSample.TEST)
                        ? "train"
                        : "test";
        folder.link(sample.image(), category + "/" + part + "/" + sample.file());
        if (sample.mask() != null) {
            String name = sample.className() + "/" + sample.name() + "_mask.png";
            folder.write(category + "/ground_truth/" + name, Png.encode(sample.mask(), Map.of()));
        }
    }

    @Override
    public void finish() throws IOException {
        folder.makeFolder(category + "/train/" + ExportSample.GOOD);
        folder.makeFolder(category + "/test/" + ExportSample.GOOD);
        folder.publish();
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
