package dev.flawsmith.cli;

import dev.flawsmith.augmentation.PaintedDataset.Triple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Of the MVTec export of a painted dataset: for every image a line of {@code triples.csv}, image and mask in the folder of its
 * class, normal picture in {@code good}, all three the dataset's pixel by pixel.
 */
final class MvtecReadback {
    private final Map<String, String[]> triples = new HashMap<>();
    private final @Nullable Path category;

    /** @param root holds the category */
    MvtecReadback(Path root) throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            category = folders.filter(Files::isDirectory).findFirst().orElse(null);
        }
        Path file = category == null ? null : category.resolve("triples.csv");
        if (file != null && Files.isRegularFile(file)) {
            List<String> lines = Files.readAllLines(file);
            for (String line : lines.subList(1, lines.size())) {
                String[] paths = line.replace("\"", "").split(",", -1);
                triples.put(ExportReadback.number(paths[0]), paths);
            }
        }
    }

    boolean agrees(Triple triple) {
        String[] paths = triples.get(ExportReadback.number(triple.file()));
        return paths != null
                && category != null
                && paths[0].startsWith("test/" + triple.className() + "/")
                && paths[1].startsWith("ground_truth/" + triple.className() + "/")
                && paths[2].matches("(train|test)/good/.*")
                && ExportReadback.holds(category.resolve(paths[0]), triple.image())
                && ExportReadback.holds(
                        category.resolve(paths[1]), triple.changed().toImage())
                && ExportReadback.holds(category.resolve(paths[2]), triple.normal());
    }
}
