package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.export.DatasetExport;
import dev.flawsmith.dataset.export.DatasetWriter;
import dev.flawsmith.dataset.export.ExportFormat;
import dev.flawsmith.dataset.export.ExportInfo;
import dev.flawsmith.dataset.export.ExportSample;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.ImageShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Writes the formats of a finished set of images, each beside the others once it is whole. */
final class DatasetExports {
    private final DatasetSpec spec;
    private final DatasetStore store;
    private final DatasetFolder folder;
    private final ImageShape shape;

    DatasetExports(DatasetSpec spec, DatasetStore store, DatasetFolder folder, ImageShape shape) {
        this.spec = spec;
        this.store = store;
        this.folder = folder;
        this.shape = shape;
    }

    void write(List<String> classes, boolean masks) throws IOException {
        for (ExportFormat format : spec.formats()) {
            Path done = folder.path().resolve(format.wireName());
            Path partial = folder.work().resolve(format.wireName());
            DatasetFolder.delete(partial);
            DatasetFolder.delete(done);
            Files.createDirectories(partial);
            boolean goods = spec.onto() != null && format == ExportFormat.MVTEC;
            ExportInfo info = new ExportInfo(
                    spec.name(), spec.description(), spec.licence(), goods ? withGood(classes) : classes);
            try (DatasetWriter writer = DatasetExport.open(format, partial, info)) {
                store.forEach(image -> {
                    if (goods) {
                        addGood(writer, image);
                    }
                    add(writer, image, masks);
                });
                writer.finish();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            Files.move(partial, done, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static List<String> withGood(List<String> classes) {
        TreeSet<String> all = new TreeSet<>(classes);
        all.add(ExportSample.GOOD);
        return List.copyOf(all);
    }

    /** The photo that an image is painted onto, with the first of such images and in its split. */
    private void addGood(DatasetWriter writer, DatasetImage image) {
        DatasetImage.Painted painted = image.painted();
        if (painted == null || !painted.normal().equals(DatasetFiles.normal(image.index()))) {
            return;
        }
        Path normal = store.normal(painted.normal());
        PixelImage photo = store.readNormal(painted.normal());
        try {
            writer.add(new ExportSample(
                    ExportSample.GOOD + "/" + painted.normal(),
                    ExportSample.GOOD,
                    image.split(),
                    normal,
                    photo.width(),
                    photo.height(),
                    photo.channels(),
                    null,
                    Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(DatasetWriter writer, DatasetImage image, boolean masks) {
        try {
            PixelImage mask = masks ? store.readMask(image.file()) : null;
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("origin", image.origin());
            metadata.put("model", image.model());
            metadata.put("prompt", image.prompt());
            metadata.put("seed", image.seed());
            metadata.put("attempt", image.attempt());
            metadata.put("verdict", image.verdict());
            metadata.put("quality", image.quality());
            DatasetImage.Painted painted = image.painted();
            if (painted != null) {
                metadata.put("photo", painted.photo());
                metadata.put("normal", painted.normal());
            }
            writer.add(new ExportSample(
                    image.className() + image.file().substring(image.file().lastIndexOf('/')),
                    image.className(),
                    image.split(),
                    store.image(image.file()),
                    shape.width(),
                    shape.height(),
                    shape.channels(),
                    mask,
                    painted == null ? null : painted.normal(),
                    metadata));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
