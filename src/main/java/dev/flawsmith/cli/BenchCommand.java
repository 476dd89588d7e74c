package dev.flawsmith.cli;

import dev.flawsmith.bench.AugmentBench;
import dev.flawsmith.bench.EvaluationBench;
import dev.flawsmith.bench.LoadBench;
import dev.flawsmith.bench.Outcome;
import dev.flawsmith.bench.Result;
import dev.flawsmith.bench.SamplingBench;
import dev.flawsmith.bench.ServingBench;
import dev.flawsmith.bench.StartupBench;
import dev.flawsmith.bench.StepsBench;
import dev.flawsmith.bench.Subject;
import dev.flawsmith.bench.TrainingBench;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.UNetManifest;
import dev.flawsmith.sampling.Samplers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "steps (quality against network evaluations, for every sampler),",
            "training (steps of train on the CPU; with --python against eager PyTorch),",
            "evaluation (Fréchet distance and exact neighbours against bare matrix products),",
            "augment (a dataset job against offline sampling of the same images),",
            "load (a server of its own under many connections; fails where it does not hold)."
        })
final class BenchCommand extends FlawsmithCommand {
    /** Images of each class in a round of augment: enough that a job's first and last seconds, half empty, weigh little. */
    private static final int AUGMENTED_PER_CLASS = 64;

    /** What can be measured, and how many rounds of it take a few minutes. */
    enum Suite {
        SAMPLING(15),
        SERVING(3),
        STARTUP(5),
        STEPS(1),
        TRAINING(5),
        EVALUATION(5),
        AUGMENT(3),
        LOAD(1);

        private final int rounds;

        Suite(int rounds) {
            this.rounds = rounds;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            paramLabel = "SUITE",
            description = "sampling, serving, startup, steps, training, evaluation, augment or load")
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
            description = {
                "Rounds; medians are reported. Default: sampling 15,",
                "startup, training and evaluation 5, serving and augment 3."
            })
    private @Nullable Integer rounds;

    @Option(
            names = "--images-per-class",
            paramLabel = "N",
            defaultValue = "20",
            description = "For steps: images a class of every row. Default: 20.")
    private int imagesPerClass;

    @Option(
            names = "--samplers",
            paramLabel = "NAMES",
            split = ",",
            description = "For steps: only these samplers. Default: all that the model can run.")
    private @Nullable List<String> samplers;

    @Mixin
    final EngineOptions network = new EngineOptions();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "For load: how long. Default: 60.")
    private int seconds;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "200",
            description = "For load: connections at once. Default: 200.")
    private int connections;

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
        return report(chosen, chosen == Suite.EVALUATION ? evaluation(times) : ofModel(chosen, times));
    }

    private Outcome evaluation(int times) {
        try (ProgressBar progress = ProgressLine.open("bench evaluation", 0, err())) {
            return new EvaluationBench(EvaluationBench.STANDARD, times, progress).run();
        }
    }

    private Outcome ofModel(Suite chosen, int times) {
        EngineWish wish = network.wish();
        EngineSettings.threads(EngineSettings.networkThreads(wish.threads())); // before any engine loads
        Path folder = ModelLibrary.of(models).find(model);
        return switch (chosen) {
            case SAMPLING -> new SamplingBench(BenchSubjects.forServing(folder, wish), times).run();
            case SERVING -> new ServingBench(BenchSubjects.forServing(folder, wish), times).run();
            case STARTUP -> startup(folder, times).run();
            case STEPS -> steps(folder, wish);
            case LOAD -> load(folder);
            case TRAINING -> training(folder, times).run();
            case AUGMENT ->
                new AugmentBench(
                                () -> OpenModels.forGeneration(
                                        new ModelChoice.Packaged(folder), BatchSetting.GENERATE, wish),
                                BatchSetting.GENERATE.batcher().maxImages(),
                                AUGMENTED_PER_CLASS,
                                times)
                        .run();
            case EVALUATION -> throw new AssertionError("needs no model");
        };
    }

    private int report(Suite chosen, Outcome outcome) {
        StringBuilder text = new StringBuilder();
        outcome.results().forEach(result -> text.append(result.text()).append(System.lineSeparator()));
        print(
                new Report(chosen.wireName(), machine(outcome), outcome.results()),
                text.toString().stripTrailing());
        boolean held = outcome.results().stream().allMatch(Result::met);
        return chosen == Suite.LOAD && !held ? Main.FAILURE : Main.OK;
    }

    private Suite suite() {
        for (Suite known : Suite.values()) {
            if (known.wireName().equals(suite)) {
                return known;
            }
        }
        throw new InputException(
                "suite",
                "suite: expected sampling, serving, startup, steps, training, evaluation, augment or load, found "
                        + suite);
    }

    private Outcome steps(Path folder, EngineWish wish) {
        if (imagesPerClass < 2 || imagesPerClass > GenerationRun.REQUEST) {
            throw new InputException(
                    "images-per-class",
                    "images-per-class: expected 2 to " + GenerationRun.REQUEST + ", found " + imagesPerClass);
        }
        List<String> known = Samplers.forDenoisers();
        List<String> chosen = samplers == null ? known : samplers;
        for (String name : chosen) {
            if (!known.contains(name)) {
                throw new InputException("samplers", "samplers: expected some of " + known + ", found " + name);
            }
        }
        Subject subject = BenchSubjects.forGeneration(folder, wish);
        List<TrainingIndex> indexes = TrainingIndexes.of(subject.model());
        try (ProgressBar progress = ProgressLine.open("bench steps", 0, err())) {
            return new StepsBench(subject, indexes, imagesPerClass, chosen, progress).run();
        }
    }

    private Outcome load(Path folder) {
        if (seconds < 4 || seconds > 3600) {
            throw new InputException("seconds", "seconds: expected 4 to 3600, found " + seconds);
        }
        if (connections < 1 || connections > 1000) {
            throw new InputException("connections", "connections: expected 1 to 1000, found " + connections);
        }
        return new LoadBench(serverCommand(), ModelLibrary.name(folder), connections, seconds).run();
    }

    private StartupBench startup(Path folder, int times) {
        return new StartupBench(serverCommand(), ModelLibrary.name(folder), times);
    }

    private List<String> serverCommand() {
        Path script = Home.resolve("scripts", "flawsmith");
        if (!Files.isExecutable(script)) {
            throw new InputException(
                    "suite",
                    "suite: expected the checkout's starting script for startup and load, found none at " + script);
        }
        List<String> server = new ArrayList<>(List.of(script.toString(), "serve", "--port", "0", "--json"));
        if (models != null) {
            server.addAll(List.of("--models", models.toString()));
        }
        return server;
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
        machine.put("processor", Machine.processorName());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("java", System.getProperty("java.version"));
        machine.put("engine", outcome.engine());
        return machine;
    }
}
