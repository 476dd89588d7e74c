package dev.flawsmith.cli;

import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.onnx.Int8Cost;
import dev.flawsmith.model.onnx.Int8Ranges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models quantize}: adds an int8 variant to a package, and what it costs in quality. */
@Command(
        name = "quantize",
        description = {
            "Measures the ranges that a model's network is quantised to int8 by, and what",
            "that costs: images of the same seeds in float32 and int8, and their Fréchet",
            "distances to the model's holdout photos. Both go into the package as",
            "int8.safetensors. int8 is chosen unasked where it adds at most a twentieth, to",
            "the end of a 95-percent interval."
        })
final class ModelsQuantizeCommand extends FlawsmithCommand {
    private static final int MOST = 1000;

    @Parameters(index = "0", paramLabel = "NAME", description = "A model's name or folder.")
    String name = "";

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    @Nullable
    Path models;

    @Option(
            names = "--calibrate",
            paramLabel = "N",
            defaultValue = "12",
            description = "Images a class whose activations are looked at. Default: 12.")
    int calibrate;

    @Option(
            names = "--check",
            paramLabel = "N",
            defaultValue = "40",
            description =
                    "Images a class in the mean, of other seeds, in the holdout photos' class mix, that quality is measured on. Default: 40.")
    int check;

    private record Result(String name, String path, Map<String, Object> quality, boolean passed) {}

    @Override
    public Integer call() throws IOException {
        require("calibrate", calibrate, 1);
        require("check", check, 2);
        if (name.equals(ModelLibrary.PROCEDURAL)) {
            throw new InputException("model", "model: expected one with a network, found " + name);
        }
        Path folder = ModelLibrary.of(models).find(name);
        ModelPackage model = ModelPackage.open(folder);
        if (model.manifest().drawsInOneStep()) {
            throw new InputException(
                    "model",
                    "model: expected one whose network denoises, found kind "
                            + model.manifest().kind());
        }
        if (model.manifest().guard().equals("off")) {
            throw new InputException(
                    "model",
                    "model: expected one with a training index, to measure quality against, found none in " + folder);
        }
        Quantization.Outcome outcome;
        try (ProgressBar progress = ProgressLine.open("quantize", 0, err())) {
            outcome = new Quantization(model, calibrate, check, progress).run();
        }
        outcome.ranges().write(folder.resolve(Int8Ranges.FILE));
        ModelPackage.seal(folder, model.manifest());
        Int8Cost cost = outcome.ranges().cost();
        Map<String, Object> quality = Map.of(
                "images", outcome.images(),
                "distance_by", cost.measure(),
                "frechet_fp32", cost.fp32(),
                "frechet_int8", cost.int8(),
                "frechet_added_most", cost.mostAdded(),
                "difference_grey_levels", outcome.greyLevels());
        print(
                new Result(name, folder.resolve(Int8Ranges.FILE).toString(), quality, cost.passed()),
                String.format(
                        Locale.ROOT,
                        "%s: %d images, Fréchet distance to the holdout photos by %s %.5f in float32, %.5f in int8: %+.1f %%, at most"
                                + " %+.1f %% at 97.5 %% confidence (%.0f %% or less passes: %s); images differ by %.2f grey levels (root mean square)",
                        name,
                        outcome.images(),
                        cost.measure(),
                        cost.fp32(),
                        cost.int8(),
                        100 * (cost.int8() / cost.fp32() - 1),
                        100 * cost.mostAdded() / cost.fp32(),
                        100 * Int8Cost.TOLERANCE,
                        cost.passed() ? "passed" : "not passed",
                        outcome.greyLevels()));
        return Main.OK;
    }

    private static void require(String option, int found, int least) {
        if (found < least || found > MOST) {
            throw new InputException(
                    option, option + ": expected " + least + " to " + MOST + " images a class, found " + found);
        }
    }
}
