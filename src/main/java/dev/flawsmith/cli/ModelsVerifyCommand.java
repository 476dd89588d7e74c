package dev.flawsmith.cli;

import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models verify}: whether every file is what the descriptor says, and the guard's index can be read. */
@Command(
        name = "verify",
        description = "Compares every file of a model package with its hash and opens its training index.")
final class ModelsVerifyCommand extends FlawsmithCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "A model's name or folder.")
    String name = "";

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    @Nullable
    Path models;

    private record Result(String name, @Nullable String path, boolean ok, List<String> problems) {}

    @Override
    public Integer call() {
        if (name.equals(ModelLibrary.PROCEDURAL)) {
            return report(new Result(name, null, true, List.of()));
        }
        Path folder = ModelLibrary.of(models).find(name);
        List<String> problems;
        try {
            PackagedModel.guard(ModelPackage.open(folder));
            problems = List.of();
        } catch (ModelPackageException e) {
            problems =
                    e.getMessage() == null ? List.of() : e.getMessage().lines().toList();
        }
        return report(new Result(name, folder.toString(), problems.isEmpty(), problems));
    }

    private int report(Result result) {
        print(result, result.ok() ? result.name() + ": whole" : String.join("\n", result.problems()));
        return result.ok() ? Main.OK : Main.FAILURE;
    }
}
