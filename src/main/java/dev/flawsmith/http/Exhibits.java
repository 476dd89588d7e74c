package dev.flawsmith.http;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files that people look at beside the models: cards, sheets of samples and, only where the operator serves them, the photos
 * that models were learnt from.
 *
 * @param models a model's name to its package's folder; models without one are left out
 * @param photos the folder that the guard's {@code nearest} names photos in, or whose folders are such; null where no photo
 *     is served
 */
public record Exhibits(Map<String, Path> models, @Nullable Path photos) {
    public static final Exhibits NONE = new Exhibits(Map.of(), null);

    static final String CARD = "README.md";
    static final String SAMPLES = "samples.png";
    static final String LOSS = "loss.png";

    private static final List<String> SHOWN = List.of(CARD, SAMPLES, LOSS);

    public Exhibits {
        models = Map.copyOf(models);
        if (photos != null && !Files.isDirectory(photos)) {
            throw new IllegalArgumentException("photos: expected a folder of photos, found none at " + photos);
        }
    }

    /** Which files of a model there are to look at; empty for a model without a folder. */
    List<String> files(String model) {
        Path folder = models.get(model);
        return folder == null
                ? List.of()
                : SHOWN.stream()
                        .filter(name -> Files.isRegularFile(folder.resolve(name)))
                        .toList();
    }

    /** One of the {@link #files}; empty for every other name. */
    Optional<Path> file(String model, String name) {
        Path folder = models.get(model);
        return folder == null || !files(model).contains(name) ? Optional.empty() : Optional.of(folder.resolve(name));
    }

    /**
     * A photo by its name below the folder, or below one of its folders; empty where it is not there, would be outside, over
     * symbolic links too, or is in two of them: then nobody knows which is meant.
     */
    Optional<Path> photo(String name) throws IOException {
        if (photos == null || name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        Path root = photos.toRealPath();
        List<Path> found = new ArrayList<>();
        inside(root, root, name).ifPresent(found::add);
        try (DirectoryStream<Path> sets = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path set : sets) {
                inside(root, set, name).ifPresent(found::add);
            }
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static Optional<Path> inside(Path root, Path folder, String name) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Path real = file.toRealPath();
        return real.startsWith(root) ? Optional.of(real) : Optional.empty();
    }
}
