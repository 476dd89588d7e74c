package dev.flawsmith.cli;

import dev.flawsmith.model.DenoiserDescriptor;
import dev.flawsmith.model.DenoiserFolder;
import dev.flawsmith.model.DiffusersFolder;
import dev.flawsmith.model.FolderSeal;
import dev.flawsmith.model.GeneratorDescriptor;
import dev.flawsmith.model.GeneratorFolder;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models import}: something from elsewhere becomes one of the models, with the hash of every file. */
@Command(
        name = "import",
        description = {
            "Copies a model from elsewhere into the models' folder, with the hash of every file, so that a file that",
            "changes later is refused: an ONNX or TorchScript denoiser with its denoiser.json, an ONNX generator that",
            "draws in one step with its generator.json, or a Stable Diffusion pipeline as Optimum exports it",
            "(model_index.json). Its networks are opened first and compared with what",
            "is said of them; TorchScript is not run for it. docs/own-models.md has the rest."
        })
final class ModelsImportCommand extends FlawsmithCommand {
    private static final String NAMES = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    @Parameters(
            index = "0",
            paramLabel = "SRC",
            description =
                    "A folder with denoiser.json, generator.json or model_index.json; or the network's file in it.")
    @SuppressWarnings("NullAway.Init")
    private Path source;

    @Parameters(index = "1", paramLabel = "NAME", description = "What the model will be called.")
    String name = "";

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    @Nullable
    Path models;

    private record Result(String name, String path, Map<String, String> files) {
        String text() {
            return name + ": " + path + ", " + files.size() + " files";
        }
    }

    @Override
    public Integer call() throws IOException {
        if (!name.matches(NAMES) || name.equals(ModelLibrary.PROCEDURAL)) {
            throw new InputException(
                    "name",
                    "name: expected letters, digits, '.', '_' or '-', at most 100 and not " + ModelLibrary.PROCEDURAL
                            + ", found " + name);
        }
        source = folder(source);
        if (!DenoiserFolder.isOne(source) && !GeneratorFolder.isOne(source) && !DiffusersFolder.isOne(source)) {
            throw new InputException(
                    "src",
                    "src: expected a folder with " + DenoiserDescriptor.FILE + ", " + GeneratorDescriptor.FILE + " or "
                            + DiffusersFolder.INDEX + ", found "
                            + (Files.isDirectory(source) ? "none of them in " : "no folder at ") + source);
        }
        Path target = ModelLibrary.of(models).folder().resolve(name);
        if (!isFree(target)) {
            throw new InputException("name", "name: expected one that is not taken, found " + target);
        }
        if (ModelPackage.isPackage(source)) {
            throw new InputException(
                    "src",
                    "src: expected no " + ModelPackage.MANIFEST + " beside what is imported, found one in " + source);
        }
        check(source);
        Map<String, String> files = copy(target);
        Result result = new Result(name, target.toString(), files);
        print(result, result.text());
        return Main.OK;
    }

    /** The folder that is meant: of a network's file, the one it lies in, if a descriptor there names it. */
    private static Path folder(Path source) {
        Path parent = source.toAbsolutePath().getParent();
        if (parent == null || !Files.isRegularFile(source)) {
            return source;
        }
        String file = String.valueOf(source.getFileName());
        boolean named;
        try {
            named = GeneratorFolder.isOne(parent)
                    ? GeneratorDescriptor.read(parent).file().equals(file)
                    : DenoiserFolder.isOne(parent)
                            && DenoiserDescriptor.read(parent).file().equals(file);
        } catch (ModelPackageException e) {
            throw new InputException("src", "src: " + e.getMessage(), e);
        }
        if (!named) {
            throw new InputException(
                    "src",
                    "src: expected beside " + source + " a " + GeneratorDescriptor.FILE + " or "
                            + DenoiserDescriptor.FILE + " that names it, found none");
        }
        return parent;
    }

    private static void check(Path folder) {
        try {
            ImportedModel.check(folder);
        } catch (ModelPackageException e) {
            throw new InputException("src", "src: " + e.getMessage(), e);
        }
    }

    /** All of it, opened once more where it is, or nothing. */
    private Map<String, String> copy(Path target) throws IOException {
        Path staged = target.resolveSibling("." + name + ".importing");
        delete(staged); // of an import that was killed
        try {
            Map<String, String> files = copied(staged);
            check(staged);
            Files.deleteIfExists(target);
            Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
            return files == null ? Map.of() : new TreeMap<>(files);
        } catch (IOException | RuntimeException e) {
            delete(staged);
            throw e;
        }
    }

    private @Nullable Map<String, String> copied(Path staged) throws IOException {
        if (GeneratorFolder.isOne(source)) {
            return GeneratorFolder.open(source).copyTo(staged).descriptor().files();
        }
        return DenoiserFolder.isOne(source)
                ? DenoiserFolder.open(source).copyTo(staged).descriptor().files()
                : FolderSeal.seal(source, staged);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean isFree(Path target) throws IOException {
        if (!Files.exists(target)) {
            return true;
        }
        if (!Files.isDirectory(target)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(target)) {
            List<Path> found = entries.toList();
            return found.isEmpty();
        }
    }
}
