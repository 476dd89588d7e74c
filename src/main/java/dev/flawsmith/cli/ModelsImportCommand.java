package dev.flawsmith.cli;

import dev.flawsmith.model.DenoiserDescriptor;
import dev.flawsmith.model.DenoiserFolder;
import dev.flawsmith.model.ModelPackageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models import}: a denoiser from elsewhere becomes one of the models, with the hash of every file. */
@Command(
        name = "import",
        description = {
            "Copies an ONNX or TorchScript denoiser with its denoiser.json into the models' folder, with the hash of",
            "every file, so that a file that changes later is refused. The network is compared with its descriptor",
            "first; a TorchScript one is not run for it. docs/own-models.md describes denoiser.json."
        })
final class ModelsImportCommand extends FlawsmithCommand {
    private static final String NAMES = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    @Parameters(index = "0", paramLabel = "SRC", description = "A folder with denoiser.json and what it names.")
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
        if (!DenoiserFolder.isOne(source)) {
            throw new InputException(
                    "src",
                    "src: expected a folder with " + DenoiserDescriptor.FILE + ", found "
                            + (Files.isDirectory(source) ? "none in " : "no folder at ") + source);
        }
        Path target = ModelLibrary.of(models).folder().resolve(name);
        if (!isFree(target)) {
            throw new InputException("name", "name: expected one that is not taken, found " + target);
        }
        DenoiserFolder copy = checked().copyTo(target);
        Map<String, String> files = copy.descriptor().files();
        Result result = new Result(name, target.toString(), files == null ? Map.of() : new TreeMap<>(files));
        print(result, result.text());
        return Main.OK;
    }

    private DenoiserFolder checked() {
        try {
            return ImportedModel.check(source);
        } catch (ModelPackageException e) {
            throw new InputException("src", "src: " + e.getMessage(), e);
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
