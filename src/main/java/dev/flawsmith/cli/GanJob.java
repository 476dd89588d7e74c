package dev.flawsmith.cli;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.image.Png;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.training.Preparation;
import dev.flawsmith.training.gan.GanCard;
import dev.flawsmith.training.gan.GanConfig;
import dev.flawsmith.training.gan.GanHistory;
import dev.flawsmith.training.gan.GanPackage;
import dev.flawsmith.training.gan.GanRun;
import dev.flawsmith.training.gan.GanTrainer;
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

/** One GAN's run from photos to a sealed model package; what {@code flawsmith train --network gan} does. */
final class GanJob {
    private static final String VERSION = "1";
    private static final Duration PACKAGING_LIMIT = Duration.ofMinutes(3);

    private final TrainingJob.Order order;
    private final GanConfig config;
    private final PrintWriter err;

    /** What came of it. */
    record Summary(
            String model,
            long images,
            double seconds,
            double discriminatorLoss,
            double generatorLoss,
            double told,
            boolean finished) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%s: %,d images in %.1f minutes, losses %.3f (discriminator) and %.3f (generator), %.0f %% told%s",
                    model,
                    images,
                    seconds / 60,
                    discriminatorLoss,
                    generatorLoss,
                    100 * told,
                    finished ? "" : "; stopped early: --resume goes on");
        }
    }

    GanJob(TrainingJob.Order order, GanConfig config, PrintWriter err) {
        this.order = order;
        this.config = config;
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
        GanRun run = new GanRun(
                network(data.classes().size()),
                config,
                order.budget(),
                order.out().resolve(TrainingJob.WORK),
                order.checkpointEvery(),
                order.resume(),
                prepared.digest(),
                order.device());
        GanHistory history = history(run);
        try (ProgressBar bar = ProgressLine.percent("train", err)) {
            GanNews news = new GanNews(run, prepared, work, history, bar);
            GanTrainer trainer = new GanTrainer(run, prepared.photos(), news);
            StopSignal signal = new StopSignal(trainer::stop, PACKAGING_LIMIT);
            try {
                GanTrainer.Result result = trainer.run();
                news.packaging();
                writePackage(index, prepared, run, result, news);
                news.besideHoldout(result.average(), data.holdout());
                return new Summary(
                        order.out().toString(),
                        result.images(),
                        result.seconds(),
                        history.discriminatorLoss(),
                        history.generatorLoss(),
                        history.told(),
                        result.finished());
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

    private static GanHistory history(GanRun run) throws IOException {
        Path file = run.checkpoints().resolve("loss.csv");
        return run.resume() && Files.isRegularFile(file)
                ? GanHistory.read(file, GanTrainer.checkpointStep(run.checkpoints()))
                : new GanHistory();
    }

    private void writePackage(
            List<TrainingIndex> index, Preparation prepared, GanRun run, GanTrainer.Result result, GanNews news)
            throws IOException {
        Path out = order.out();
        Files.deleteIfExists(out.resolve(ModelPackage.MANIFEST)); // half a package is none: nobody opens it
        GanPackage.writeWeights(out, run.network(), result.average());
        TrainingIndexes.write(out.resolve(ModelPackage.INDEX), index);
        Files.write(out.resolve("samples.png"), Png.encode(news.sheet(result.average()), Map.of()));
        Path chart = run.checkpoints().resolve("loss.png");
        if (Files.isRegularFile(chart)) {
            Files.copy(chart, out.resolve("loss.png"), StandardCopyOption.REPLACE_EXISTING);
        }
        ModelManifest manifest = GanPackage.manifest(
                ModelLibrary.name(out),
                run,
                prepared.photos(),
                Preparation.SIGMA_DATA,
                prepared.transfer(),
                result,
                new GanPackage.Provenance(VERSION, order.dataName(), order.licence(), Version.commit()));
        Files.writeString(
                out.resolve("README.md"),
                GanCard.of(manifest, config, Guard.of(index).describe()),
                StandardCharsets.UTF_8);
        ModelPackage.seal(out, manifest);
    }
}
