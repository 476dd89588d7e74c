package dev.flawsmith.dataset.export;

import dev.flawsmith.image.Png;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The layout of MVTec AD, one category named after the dataset (what is not a letter, digit, dot, {@code _} or {@code -}
 * becomes {@code _}). Anomaly detection learns from good parts alone: images of the class {@code good} go to
 * {@code train/good}, those of the split test to {@code test/good}; every other image goes to {@code test/<class>},
 * whatever its split, with {@code ground_truth/<class>/<name>_mask.png}. {@code train/good} is empty where no good images
 * are exported. Of images that were painted onto good ones {@value #TRIPLES} tells which: a line each of {@code
 * image,mask,normal}, paths in the category. The category gets its name in the end.
 */
final class MvtecWriter implements DatasetWriter {
    private static final String TRIPLES = "triples.csv";
    private static final String TRAIN = "train";

    private final ExportFolder folder;
    private final String category;
    /** Good parts by their name: where they went. */
    private final Map<String, String> good = new HashMap<>();

    private @Nullable BufferedWriter triples;

    MvtecWriter(ExportFolder folder, ExportInfo info) {
        this.folder = folder;
        this.category = folder.pending(info.name().replaceAll("[^A-Za-z0-9._-]|^\\.", "_"));
    }

    @Override
    public void add(ExportSample sample) throws IOException {
        boolean isGood = sample.className().equals(ExportSample.GOOD);
        String part = isGood && !sample.split().equals(ExportSample.TEST) ? TRAIN : ExportSample.TEST;
        if (isGood) {
            good.put(sample.name() + ".png", part + "/" + sample.file());
        }
        folder.link(sample.image(), category + "/" + part + "/" + sample.file());
        if (sample.mask() != null) {
            String name = sample.className() + "/" + sample.name() + "_mask.png";
            folder.write(category + "/ground_truth/" + name, Png.encode(sample.mask(), Map.of()));
        }
        if (sample.mask() != null && sample.normal() != null) {
            String normal = good.get(sample.normal());
            if (normal == null) {
                throw new IllegalArgumentException(sample.file() + ": expected the good part " + sample.normal()
                        + " among those before it, found none");
            }
            triple(sample, normal);
        }
    }

    private void triple(ExportSample sample, String normal) throws IOException {
        if (triples == null) {
            triples = Files.newBufferedWriter(folder.path(category + "/" + TRIPLES), StandardOpenOption.CREATE_NEW);
            triples.write("image,mask,normal\n");
        }
        String mask = "ground_truth/" + sample.className() + "/" + sample.name() + "_mask.png";
        triples.write(quoted("test/" + sample.file()) + "," + quoted(mask) + "," + quoted(normal) + "\n");
    }

    /** RFC 4180. */
    private static String quoted(String path) {
        return path.contains(",") || path.contains("\"") ? "\"" + path.replace("\"", "\"\"") + "\"" : path;
    }

    @Override
    public void finish() throws IOException {
        closeTriples();
        folder.makeFolder(category + "/train/" + ExportSample.GOOD);
        folder.makeFolder(category + "/test/" + ExportSample.GOOD);
        folder.publish();
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            closeTriples();
        }
    }

    private void closeTriples() throws IOException {
        if (triples != null) {
            triples.close();
            triples = null;
        }
    }
}
