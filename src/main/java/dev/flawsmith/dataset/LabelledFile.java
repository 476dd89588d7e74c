package dev.flawsmith.dataset;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An image file and what its folder, and {@code splits.csv} where there is one, say of it.
 *
 * @param path where it lies
 * @param name {@code class/file} with a forward slash on every system; {@code file} alone in a flat folder
 * @param className the class
 * @param split null without {@code splits.csv}
 * @param duplicateGroup the near-duplicate group, null where none is given
 */
public record LabelledFile(
        Path path,
        String name,
        String className,
        @Nullable Split split,
        @Nullable String duplicateGroup) {}
