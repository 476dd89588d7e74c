package dev.flawsmith.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which model a command was asked for. */
sealed interface ModelChoice {
    /** The rule-based generator, square images of {@code size} pixels a side. */
    record Procedural(int size) implements ModelChoice {}

    /** A model package. */
    record Packaged(Path folder) implements ModelChoice {}

    /**
     * Finds a model by name or folder.
     *
     * @param size what {@code --size} says; null where it is not given
     * @throws InputException if there is no such model, or the size does not suit it
     */
    static ModelChoice find(ModelLibrary library, String nameOrPath, @Nullable Integer size) {
        if (!nameOrPath.equals(ModelLibrary.PROCEDURAL)) {
            if (size != null) {
                throw new InputException(
                        "size", "size: expected none, for only the model procedural draws any size, found " + size);
            }
            return new Packaged(library.find(nameOrPath));
        }
        int pixels = size == null ? ProceduralModel.DEFAULT_SIZE : size;
        if (pixels < ProceduralModel.MIN_SIZE || pixels > ProceduralModel.MAX_SIZE) {
            throw new InputException(
                    "size",
                    "size: expected " + ProceduralModel.MIN_SIZE + " to " + ProceduralModel.MAX_SIZE + " pixels, found "
                            + pixels);
        }
        return new Procedural(pixels);
    }
}
