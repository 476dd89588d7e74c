package dev.flawsmith.cli;

import dev.flawsmith.model.DenoiserFolder;
import dev.flawsmith.model.DiffusersFolder;
import dev.flawsmith.model.GeneratorFolder;
import dev.flawsmith.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The models of a folder, packages and imported ones, by the names of their own folders; nothing is opened here. */
final class ModelLibrary {
    /** The rule-based generator: always there, made of no file. */
    static final String PROCEDURAL = "procedural";

    private final Path folder;

    private ModelLibrary(Path folder) {
        this.folder = folder;
    }

    /**
     * The library of a folder.
     *
     * @param folder what the user asked for; null takes {@code models} of the checkout, or of the working folder
     * @throws InputException if the folder was asked for and is none
     */
    static ModelLibrary of(@Nullable Path folder) {
        if (folder != null) {
            if (!Files.isDirectory(folder)) {
                throw new InputException(
                        "models", "models: expected a folder of model packages, found none at " + folder);
            }
            return new ModelLibrary(folder);
        }
        return new ModelLibrary(Home.resolve("models"));
    }

    Path folder() {
        return folder;
    }

    /** Every model's folder, packages first, then those from elsewhere, sorted by name: the first is a server's default; empty where the library's folder is not there. */
    List<Path> packages() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> !name(path).startsWith(".")) // an import that is under way
                    .filter(ModelLibrary::isPackage)
                    .sorted(Comparator.comparing((Path path) -> !ModelPackage.isPackage(path))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        } catch (IOException e) {
            throw new InputException("models", "models: cannot list " + folder, e);
        }
    }

    /**
     * The folder of a package, given by name or by path.
     *
     * @throws InputException if there is no such package; the message names those there are
     */
    Path find(String nameOrPath) {
        return locate(nameOrPath).orElseThrow(() -> {
            List<String> names =
                    new ArrayList<>(packages().stream().map(ModelLibrary::name).toList());
            names.add(PROCEDURAL);
            return new InputException(
                    "model",
                    "model: expected one of " + String.join(", ", names) + " (in " + folder
                            + ") or a model package's folder, found " + nameOrPath);
        });
    }

    private Optional<Path> locate(String nameOrPath) {
        return packages().stream()
                .filter(path -> name(path).equals(nameOrPath))
                .findFirst()
                .or(() -> Optional.of(Path.of(nameOrPath)).filter(ModelLibrary::isPackage));
    }

    static String name(Path modelPackage) {
        return modelPackage.toAbsolutePath().normalize().getFileName().toString();
    }

    private static boolean isPackage(Path path) {
        return ModelPackage.isPackage(path)
                || DenoiserFolder.isOne(path)
                || GeneratorFolder.isOne(path)
                || DiffusersFolder.isOne(path);
    }
}
