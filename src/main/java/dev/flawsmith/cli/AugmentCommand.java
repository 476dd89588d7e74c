package dev.flawsmith.cli;

import dev.flawsmith.augmentation.DatasetFolder;
import dev.flawsmith.augmentation.DatasetJob;
import dev.flawsmith.augmentation.DatasetOrder;
import dev.flawsmith.augmentation.DatasetOutcome;
import dev.flawsmith.augmentation.SpecDocument;
import dev.flawsmith.augmentation.SpecReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code augment}: a labelled, checked, documented training set from a spec; or one that is there, verified. */
@Command(
        name = "augment",
        description = {
            "Makes a training set from a spec (YAML): images of every class in the numbers asked for, judged, checked,",
            "written in every format asked for, with a manifest and a card. --schema prints the spec's JSON Schema.",
            "Kill it at any time: --resume goes on and ends with the same bytes.",
            "--verify compares a finished dataset with its manifest and draws some of its images again."
        })
final class AugmentCommand extends FlawsmithCommand {
    @Option(names = "--spec", paramLabel = "FILE", description = "What is wanted.")
    @Nullable
    Path specFile;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The dataset's folder: empty or missing. A dataset that fails goes to DIR.failed.")
    @Nullable
    Path out;

    @Option(names = "--resume", description = "Go on with the unfinished dataset in DIR.")
    boolean resume;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    @Nullable
    Path models;

    @Option(names = "--schema", description = "Print the spec's JSON Schema.")
    boolean schema;

    @Option(names = "--verify", paramLabel = "DIR", description = "Verify this dataset instead.")
    @Nullable
    Path verify;

    @Option(
            names = "--redraw",
            paramLabel = "N|all",
            description = "With --verify: how many images are drawn again from their recipes. Default: 8.")
    @Nullable
    String redraw;

    @Option(names = "--image", paramLabel = "INDEX", description = "With --verify: draw this one again.")
    @Nullable
    Long image;

    @Mixin
    final EngineOptions network = new EngineOptions();

    /** What {@code --json} prints. */
    record Result(
            String out,
            String status,
            @Nullable String reason,
            long synthetic,
            long real,
            Object classes,
            Object rejected,
            Object checks,
            List<String> warnings,
            double seconds,
            double imagesPerSecond) {}

    @Override
    public Integer call() throws Exception {
        if (schema) {
            out().print(SpecReader.schema());
            out().flush();
            return Main.OK;
        }
        if (verify != null) {
            if (specFile != null || out != null || resume) {
                throw new InputException("verify", "verify: expected neither --spec, --out nor --resume beside it");
            }
            DatasetVerification.Result result =
                    new DatasetVerification(ModelLibrary.of(models), network.wish(), err()).run(verify, redraw, image);
            print(result, result.text());
            return result.whole() ? Main.OK : Main.FAILURE;
        }
        if (redraw != null || image != null) {
            throw new InputException("verify", "verify: expected a dataset (--verify DIR) with --redraw or --image");
        }
        return augment();
    }

    private int augment() throws Exception {
        if (specFile == null) {
            throw new InputException("spec", "spec: expected a file (--spec FILE), found none");
        }
        if (out == null) {
            throw new InputException("out", "out: expected a folder for the dataset (--out DIR), found none");
        }
        DatasetFolder folder = DatasetFolder.check(out, resume);
        OutputFolder.check("out", out);
        SpecDocument document = SpecReader.read(text(specFile));
        ModelLibrary library = ModelLibrary.of(models);
        List<ModelChoice> choices = AugmentationTools.choices(document, library);
        SpecDocument named = document.named(name -> ModelLibrary.name(Path.of(name)));
        DatasetOrder order = DatasetOrder.of(named);
        long start = System.nanoTime();
        try (AugmentationTools tools = AugmentationTools.open(order, choices, folder, network.wish(), err());
                ProgressBar bar = ProgressLine.open("augment", order.plan().images() + order.included(), err())) {
            AugmentationNews news = new AugmentationNews(bar, err());
            DatasetOutcome outcome;
            try {
                outcome = new DatasetJob(order, folder, tools.tools(), news).run();
            } catch (IOException e) {
                throw new IOException(
                        out + ": expected to write the dataset, found: " + e.getMessage()
                                + "; what was accepted before is kept: --resume goes on",
                        e);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Result result = new Result(
                    outcome.folder().toString(),
                    outcome.complete() ? "complete" : "failed",
                    outcome.failure(),
                    outcome.synthetic(),
                    outcome.real(),
                    outcome.classes(),
                    outcome.rejected(),
                    outcome.checks(),
                    outcome.warnings(),
                    seconds,
                    news.imagesPerSecond());
            if (outcome.failure() != null) {
                err().println("flawsmith: the dataset failed: " + outcome.failure());
            }
            print(result, text(result));
            return outcome.complete() ? Main.OK : Main.FAILURE;
        }
    }

    private static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    "spec",
                    "spec: expected a file, found " + (Files.exists(file) ? "the folder " : "nothing at ") + file);
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InputException("spec", "spec: expected text in UTF-8, found other bytes in " + file, e);
        }
    }

    private static String text(Result result) {
        return String.format(
                Locale.ROOT,
                "%s in %s: %,d synthetic images%s, %.1f s, %.2f images/s; refused: %s",
                result.status(),
                result.out(),
                result.synthetic(),
                result.real() == 0 ? "" : String.format(Locale.ROOT, " and %,d real ones", result.real()),
                result.seconds(),
                result.imagesPerSecond(),
                refused(result.rejected()));
    }

    private static String refused(Object rejected) {
        if (rejected instanceof java.util.Map<?, ?> map && !map.isEmpty()) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey().toString().toLowerCase(Locale.ROOT) + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
        }
        return "none";
    }
}
