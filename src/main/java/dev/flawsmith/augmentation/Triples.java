package dev.flawsmith.augmentation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Of a dataset that was painted onto photos {@value #FILE}: a line of JSON an image, with {@code image}, {@code mask} and
 * {@code normal} (paths below the dataset's folder), {@code class}, {@code split} and {@code photo}.
 */
final class Triples {
    static final String FILE = "metadata.jsonl";

    private Triples() {}

    static void write(DatasetStore store, DatasetFolder folder) throws IOException {
        Path partial = folder.work().resolve(FILE);
        try (BufferedWriter lines = Files.newBufferedWriter(partial)) {
            store.forEach(image -> {
                DatasetImage.Painted painted = image.painted();
                if (painted == null) {
                    return;
                }
                Map<String, String> line = new LinkedHashMap<>();
                line.put("image", DatasetStore.IMAGES + "/" + image.file());
                line.put("mask", DatasetStore.MASKS + "/" + image.file());
                line.put("normal", DatasetStore.NORMAL + "/" + painted.normal());
                line.put("class", image.className());
                line.put("split", image.split());
                line.put("photo", painted.photo());
                try {
                    lines.write(DatasetManifest.JSON.writeValueAsString(line));
                    lines.write('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.move(
                partial,
                folder.path().resolve(FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
