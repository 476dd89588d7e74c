package dev.flawsmith.cli;

import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.evaluation.EvaluationSource;
import dev.flawsmith.evaluation.features.ImageSet;
import dev.flawsmith.image.DecodeLimits;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a path that was typed into images or features to compare. */
record EvaluationInput(@Nullable Path splits, PrintWriter err) {
    private static final DecodeLimits LIMITS = DecodeLimits.DEFAULT;
    private static final int LISTED = 20;

    EvaluationSource open(String param, Path path, @Nullable Split split) {
        boolean array = path.toString().endsWith(".npy");
        if (!Files.isDirectory(path) && !(array && Files.isRegularFile(path))) {
            throw new InputException(
                    param,
                    param + ": expected a folder of images or a .npy array, found "
                            + (Files.exists(path) ? "the file " : "nothing at ") + path);
        }
        if (Files.isRegularFile(path)) {
            if (split != null) {
                throw new InputException(
                        param + "-split", param + "-split: expected with a folder only, found the array " + path);
            }
            return new EvaluationSource.Array(path);
        }
        ImageFolder folder = split != null && splits != null
                ? ImageFolder.open(path, LIMITS, splits)
                : ImageFolder.open(path, LIMITS);
        reportIgnored(folder);
        return new EvaluationSource.Images(
                split == null ? ImageSet.of(folder, LIMITS) : ImageSet.of(folder, split, LIMITS));
    }

    private void reportIgnored(ImageFolder folder) {
        List<Path> others = folder.otherFiles();
        if (!others.isEmpty()) {
            err.println("warning: " + folder.directory() + ": ignored " + others.size()
                    + " files or folders that are no images by their names: "
                    + others.stream()
                            .limit(LISTED)
                            .map(path -> folder.directory().relativize(path).toString())
                            .collect(Collectors.joining(", "))
                    + (others.size() > LISTED ? ", …" : ""));
        }
    }
}
