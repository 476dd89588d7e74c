package dev.flawsmith.cli;

import dev.flawsmith.bench.MeasuredEngine;
import dev.flawsmith.bench.Outcome;
import dev.flawsmith.bench.Result;
import dev.flawsmith.bench.SamplingBench;
import dev.flawsmith.bench.ServingBench;
import dev.flawsmith.bench.StartupBench;
import dev.flawsmith.bench.Subject;
import dev.flawsmith.bench.TrainingBench;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.UNetManifest;
import dev.flawsmith.model.djl.DjlKernel;
import dev.flawsmith.model.djl.UNetPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flawsmith bench}: speed as ratios, measured in one run on this machine. */
@Command(
        name = "bench",
        description = {
            "Measures speed as ratios against limits of this machine found in the same run.",
            "Suites: sampling (images end to end against the network alone, and that against bare convolutions),",
            "serving (requests that share network calls against offline work, and against one request at a time),",
            "startup (from the start of serve to the first image, and the memory then),",
            "training (steps of train on the CPU; with --python against eager PyTorch)."
        })
final class BenchCommand extends FlawsmithCommand {
    /** What can be measured, and how many rounds of it take a few minutes. */
    enum Suite {
        SAMPLING(5),
        SERVING(2),
        STARTUP(5),
        TRAINING(5);

        private final int rounds;

        Suite(int rounds) {
            this.rounds = rounds;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The engines that run networks, as a server picks from them. */
    private static final List<MeasuredEngine> ENGINES = List.of(new MeasuredEngine(
            "pytorch",
            MeasuredEngine.FP32,
            model -> UNetPackage.open(model, PackagedModel.DEVICE),
            (shape, batch) -> DjlKernel.convolution(shape, batch, PackagedModel.DEVICE),
            size -> DjlKernel.gemm(size, PackagedModel.DEVICE)));

    @Parameters(paramLabel = "SUITE", description = "sampling, serving, startup or training")
    @SuppressWarnings("NullAway.Init")
    private String suite;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "steel-strip-64",
            description = "Model that is measured. Default: steel-strip-64.")
    @SuppressWarnings("NullAway.Init")
    private String model;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    private @Nullable Path models;

    @Option(
            names = "--python",
            paramLabel = "PROGRAM",
            description = "For training: a Python with PyTorch, to compare with.")
    private @Nullable String python;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds; medians are reported. Default: 5, of serving 2.")
    private @Nullable Integer rounds;

    private record Report(String suite, Map<String, Object> machine, List<Result> results) {}

    @Override
    public Integer call() {
        Suite chosen = suite();
        if (python != null && chosen != Suite.TRAINING) {
            throw new InputException("python", "python: expected with the suite training only, found " + suite);
        }
        int times = rounds == null ? chosen.rounds : rounds;
        if (times < 1 || times > 1000) {
            throw new InputException("rounds", "rounds: expected 1 to 1000, found " + times);
        }
        EngineSettings.threadOnEveryCore(); // before any engine loads, as in what is measured
        Path folder = ModelLibrary.of(models).find(model);
        Outcome outcome = switch (chosen) {
            case SAMPLING -> new SamplingBench(subject(folder), times).run();
            case SERVING -> new ServingBench(subject(folder), times).run();
            case STARTUP -> startup(folder, times).run();
            case TRAINING -> training(folder, times).run();
        };
        StringBuilder text = new StringBuilder();
        outcome.results().forEach(result -> text.append(result.text()).append(System.lineSeparator()));
        print(
                new Report(chosen.wireName(), machine(outcome), outcome.results()),
                text.toString().stripTrailing());
        return Main.OK;
    }

    private Suite suite() {
        for (Suite known : Suite.values()) {
            if (known.wireName().equals(suite)) {
                return known;
            }
        }
        throw new InputException("suite", "suite: expected sampling, serving, startup or training, found " + suite);
    }

    private static Subject subject(Path folder) {
        ModelPackage opened = ModelPackage.open(folder);
        return new Subject(
                opened,
                ENGINES,
                PackagedModel.guard(opened),
                () -> OpenModels.forServing(List.of(folder), BatchSetting.serve(Duration.ofMinutes(10))));
    }

    private StartupBench startup(Path folder, int times) {
        Path script = Home.resolve("scripts", "flawsmith");
        if (!Files.isExecutable(script)) {
            throw new InputException(
                    "suite", "suite: expected the checkout's starting script for startup, found none at " + script);
        }
        List<String> server = new ArrayList<>(List.of(script.toString(), "serve", "--port", "0", "--json"));
        if (models != null) {
            server.addAll(List.of("--models", models.toString()));
        }
        return new StartupBench(server, ModelLibrary.name(folder), times);
    }

    private TrainingBench training(Path folder, int times) {
        return new TrainingBench(
                UNetManifest.config(ModelPackage.open(folder)),
                python,
                Home.resolve("scripts", "bench", "pytorch_eager.py"),
                times,
                err());
    }

    private static Map<String, Object> machine(Outcome outcome) {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("processor", processor());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("java", System.getProperty("java.version"));
        machine.put("engine", outcome.engine());
        return machine;
    }

    /** The processor's name, as Linux has it. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*: *", ""))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
