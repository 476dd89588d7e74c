package dev.flawsmith.cli;

import dev.flawsmith.model.DenoiserParity;
import dev.flawsmith.model.GeneratorParity;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.onnx.Precision;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models verify}: whether every file is what the descriptor says, the guard's index can be read, engines agree. */
@Command(
        name = "verify",
        description = {
            "Compares every file of a model package with its hash, opens its training index,",
            "and compares what ONNX Runtime and PyTorch make of its network; of a model from elsewhere, every",
            "file with its hash and ONNX networks with what is said of them."
        })
final class ModelsVerifyCommand extends FlawsmithCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "A model's name or folder.")
    String name = "";

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    @Nullable
    Path models;

    /** @param parity largest difference of the engines' raw outputs, null where it was not looked for */
    private record Result(
            String name,
            @Nullable String path,
            boolean ok,
            List<String> problems,
            @Nullable Double parity) {}

    @Override
    public Integer call() {
        if (name.equals(ModelLibrary.PROCEDURAL)) {
            return report(new Result(name, null, true, List.of(), null));
        }
        Path folder = ModelLibrary.of(models).find(name);
        List<String> problems = List.of();
        Double parity = null;
        try {
            if (!ModelPackage.isPackage(folder)) {
                ImportedModel.check(folder);
                return report(new Result(name, folder.toString(), true, List.of(), null));
            }
            ModelPackage opened = ModelPackage.open(folder);
            PackagedModel.guard(opened);
            boolean oneStep = PackagedGenerator.isOne(opened);
            double tolerance = oneStep ? GeneratorParity.TOLERANCE : DenoiserParity.TOLERANCE;
            parity = oneStep
                    ? PackagedGenerator.parity(opened, Networks.derive(opened, Precision.FP32))
                            .largest()
                    : Networks.parity(opened).largest();
            if (!(parity <= tolerance)) {
                problems = List.of(folder + ": expected ONNX Runtime to agree with PyTorch within " + tolerance
                        + ", found " + parity);
            } else if (opened.isLatent()) {
                CodecParity codec = CodecParity.measure(opened);
                if (!codec.holds()) {
                    problems =
                            List.of(folder + ": expected the autoencoder on ONNX Runtime to agree with PyTorch within "
                                    + CodecParity.TOLERANCE + ", found " + codec);
                }
            }
        } catch (ModelPackageException e) {
            problems =
                    e.getMessage() == null ? List.of() : e.getMessage().lines().toList();
        }
        return report(new Result(name, folder.toString(), problems.isEmpty(), problems, parity));
    }

    private int report(Result result) {
        print(result, result.ok() ? result.name() + ": whole" : String.join("\n", result.problems()));
        return result.ok() ? Main.OK : Main.FAILURE;
    }
}
