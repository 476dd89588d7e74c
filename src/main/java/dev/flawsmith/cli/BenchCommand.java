package dev.flawsmith.cli;

import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.UNetManifest;
import dev.flawsmith.model.djl.DjlDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flawsmith bench}: speed as ratios, measured in one run on this machine. */
@Command(
        name = "bench",
        description = {
            "Measures speed as ratios against limits of this machine found in the same run.",
            "Suites: sampling (images end to end against the network alone),",
            "training (steps of train on the CPU; with --python against eager PyTorch)."
        })
final class BenchCommand extends FlawsmithCommand {
    private static final String SAMPLING = "sampling";
    private static final String TRAINING = "training";

    @Parameters(paramLabel = "SUITE", description = "sampling or training")
    @SuppressWarnings("NullAway.Init")
    private String suite;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "steel-strip-64",
            description = "Model whose network is measured. Default: steel-strip-64.")
    @SuppressWarnings("NullAway.Init")
    private String model;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    private @Nullable Path models;

    @Option(
            names = "--python",
            paramLabel = "PROGRAM",
            description = "For training: a Python with PyTorch, to compare with.")
    private @Nullable String python;

    @Option(names = "--rounds", defaultValue = "5", description = "Rounds; medians are reported. Default: 5.")
    private int rounds;

    /**
     * One figure.
     *
     * @param limit what it is compared with, null if with nothing
     * @param ratio value over limit, null without one
     */
    record Result(
            String name,
            double value,
            String unit,
            @Nullable Double limit,
            @Nullable Double ratio) {
        static Result plain(String name, double value, String unit) {
            return new Result(name, value, unit, null, null);
        }

        static Result against(String name, double value, String unit, double limit) {
            return new Result(name, value, unit, limit, value / limit);
        }

        private String text() {
            String line = String.format(Locale.ROOT, "%-32s %10.3f %s", name, value, unit);
            return limit == null ? line : line + String.format(Locale.ROOT, "   (%.3f of %.3f)", ratio, limit);
        }
    }

    private record Report(String suite, Map<String, Object> machine, List<Result> results) {}

    @Override
    public Integer call() {
        if (!suite.equals(SAMPLING) && !suite.equals(TRAINING)) {
            throw new InputException("suite", "suite: expected sampling or training, found " + suite);
        }
        if (python != null && !suite.equals(TRAINING)) {
            throw new InputException("python", "python: expected with the suite training only, found " + suite);
        }
        if (rounds < 1 || rounds > 1000) {
            throw new InputException("rounds", "rounds: expected 1 to 1000, found " + rounds);
        }
        EngineSettings.threadOnEveryCore(); // before any engine loads, as in what is measured
        Path folder = ModelLibrary.of(models).find(model);
        List<Result> results = suite.equals(SAMPLING)
                ? new SamplingBench(folder, rounds).run()
                : new TrainingBench(UNetManifest.config(ModelPackage.open(folder)), python, rounds, err()).run();
        StringBuilder text = new StringBuilder();
        results.forEach(result -> text.append(result.text()).append(System.lineSeparator()));
        print(
                new Report(
                        suite, machine(suite.equals(SAMPLING) ? SamplingBench.DEVICE : TrainingBench.DEVICE), results),
                text.toString().stripTrailing());
        return Main.OK;
    }

    private static Map<String, Object> machine(String device) {
        return Map.of(
                "cores", Runtime.getRuntime().availableProcessors(),
                "os", System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "java", System.getProperty("java.version"),
                "engine", DjlDevice.engine(device));
    }
}
