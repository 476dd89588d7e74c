package dev.flawsmith.cli;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.image.Png;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.training.Preparation;
import dev.flawsmith.training.generator.GeneratorFiles;
import dev.flawsmith.training.generator.GeneratorHistory;
import dev.flawsmith.training.generator.GeneratorMethod;
import dev.flawsmith.training.generator.GeneratorRun;
import dev.flawsmith.training.generator.GeneratorTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;

/** One generator's run from photos to a sealed model package; what {@code flawsmith train --network gan|vae} does. */
final class GeneratorJob {
    private static final String VERSION = "1";
    private static final Duration PACKAGING_LIMIT = Duration.ofMinutes(3);

    private final TrainingJob.Order order;
    private final GeneratorMethod method;
    private final PrintWriter err;

    /** What came of it. */
    record Summary(String model, long images, double seconds, Map<String, Double> losses, boolean finished) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%s: %,d images in %.1f minutes, %s%s",
                    model,
                    images,
                    seconds / 60,
                    GeneratorHistory.describe(losses),
                    finished ? "" : "; stopped early: --resume goes on");
        }
    }

    GeneratorJob(TrainingJob.Order order, GeneratorMethod method, PrintWriter err) {
        this.order = order;
        this.method = method;
        this.err = err;
    }

    Summary run() throws IOException {
        EngineSettings.threadOnEveryCore();
        OutputFolder work = TrainingJob.folder(order);
        GeneratorConfig unused = network(1); // refuses a bad size before any photo is read
        TrainingData data = TrainingData.load(order.source(), err);
        err.println(data.describe());
        Preparation prepared = Preparation.ofClasses(data.classes(), data.train());
        List<TrainingIndex> index = TrainingIndexes.build(TrainingJob.indexed(data));
        err.println("guard: " + Guard.of(index).describe());
        GeneratorRun run = new GeneratorRun(
                network(data.classes().size()),
                order.budget(),
                order.out().resolve(TrainingJob.WORK),
                order.checkpointEvery(),
                order.resume(),
                prepared.digest(),
                order.device());
        GeneratorHistory history = history(run);
        try (ProgressBar bar = ProgressLine.percent("train", err)) {
            GeneratorNews news = new GeneratorNews(run, prepared, work, history, bar);
            GeneratorTraining training = method.training(run, prepared.photos(), news);
            StopSignal signal = new StopSignal(training::stop, PACKAGING_LIMIT);
            try {
                GeneratorTraining.Result result = training.run();
                news.packaging();
                writePackage(index, prepared, run, result, news);
                news.besideHoldout(result.average(), data.holdout());
                return new Summary(
                        order.out().toString(), result.images(), result.seconds(), history.latest(), result.finished());
            } finally {
                signal.ended();
            }
        }
    }

    private GeneratorConfig network(int classes) {
        if (order.channels() != 1 && order.channels() != 3) {
            throw new InputException("channels", "channels: expected 1 (grey) or 3 (RGB), found " + order.channels());
        }
        try {
            return GeneratorConfig.standard(order.channels(), order.size(), classes);
        } catch (IllegalArgumentException e) {
            throw new InputException("size", "size: " + e.getMessage(), e);
        }
    }

    private GeneratorHistory history(GeneratorRun run) throws IOException {
        Path file = run.checkpoints().resolve("loss.csv");
        return run.resume() && Files.isRegularFile(file)
                ? GeneratorHistory.read(method.losses(), file, method.checkpointStep(run.checkpoints()))
                : new GeneratorHistory(method.losses());
    }

    private void writePackage(
            List<TrainingIndex> index,
            Preparation prepared,
            GeneratorRun run,
            GeneratorTraining.Result result,
            GeneratorNews news)
            throws IOException {
        Path out = order.out();
        Files.deleteIfExists(out.resolve(ModelPackage.MANIFEST)); // half a package is none: nobody opens it
        GeneratorFiles.writeWeights(out, run.network(), result.average());
        TrainingIndexes.write(out.resolve(ModelPackage.INDEX), index);
        Files.write(out.resolve("samples.png"), Png.encode(news.sheet(result.average()), Map.of()));
        Path chart = run.checkpoints().resolve("loss.png");
        if (Files.isRegularFile(chart)) {
            Files.copy(chart, out.resolve("loss.png"), StandardCopyOption.REPLACE_EXISTING);
        }
        ModelManifest manifest = GeneratorFiles.manifest(
                ModelLibrary.name(out),
                method,
                run,
                prepared.photos(),
                Preparation.SIGMA_DATA,
                prepared.transfer(),
                result,
                new GeneratorFiles.Provenance(VERSION, order.dataName(), order.licence(), Version.commit()));
        Files.writeString(
                out.resolve("README.md"), method.card(manifest, Guard.of(index).describe()), StandardCharsets.UTF_8);
        ModelPackage.seal(out, manifest);
    }
}
