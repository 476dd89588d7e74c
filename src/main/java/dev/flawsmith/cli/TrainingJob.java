package dev.flawsmith.cli;

import dev.flawsmith.dataset.Captions;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.memorization.IndexedPhoto;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.djl.DjlVae;
import dev.flawsmith.model.onnx.MiniLmTextEncoder;
import dev.flawsmith.training.Distillation;
import dev.flawsmith.training.LossHistory;
import dev.flawsmith.training.Preparation;
import dev.flawsmith.training.Trainer;
import dev.flawsmith.training.TrainingBudget;
import dev.flawsmith.training.TrainingConfig;
import dev.flawsmith.training.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** One training run from photos to a sealed model package; what {@code flawsmith train} does. */
final class TrainingJob {
    /** Where a run keeps its checkpoint and its latest samples, inside the package but not part of it. */
    static final String WORK = ".training";

    private static final Duration PACKAGING_LIMIT = Duration.ofMinutes(3);

    private final Order order;
    private final PrintWriter err;

    /** What was asked for; see {@link TrainCommand}'s options. */
    record Order(
            Path data,
            @Nullable Path splits,
            Path out,
            TrainingBudget budget,
            boolean resume,
            @Nullable String init,
            @Nullable Distil distil,
            @Nullable Autoencoder vae,
            int size,
            int channels,
            @Nullable Network network,
            TrainingConfig config,
            @Nullable Path prompts,
            String device,
            Duration checkpointEvery,
            String dataName,
            String licence) {
        TrainingData.Source source() {
            return new TrainingData.Source(data, splits, out, resume, size, channels);
        }
    }

    /** A model to distil, and the student's steps. */
    record Distil(String teacher, int steps) {}

    /** What a network can be: a U-Net that denoises, of two shapes, or a generator that draws in one step. */
    enum Network {
        STANDARD,
        SMALL,
        GAN,
        VAE
    }

    /** What came of it. */
    record Summary(String model, long images, double seconds, double loss, boolean finished) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%s: %,d images in %.1f minutes, loss %.4f%s",
                    model,
                    images,
                    seconds / 60,
                    loss,
                    finished ? "" : "; stopped early: --resume goes on");
        }
    }

    TrainingJob(Order order, PrintWriter err) {
        this.order = order;
        this.err = err;
    }

    Summary run() throws IOException {
        EngineSettings.threadOnEveryCore();
        OutputFolder work = folder(order);
        Distil distil = order.distil();
        Teacher teacher = distil == null ? null : Teacher.open(distil.teacher(), distil.steps());
        String init = distil == null ? order.init() : distil.teacher();
        StartingPoint start = init == null ? null : StartingPoint.open(init);
        network(1, start); // refuses a bad size before any photo is read
        TrainingData data = TrainingData.load(order.source(), err);
        err.println(data.describe());
        if (order.vae() != null) {
            order.vae().requireUnseen(data.holdout());
            long others = order.vae().others(data.train());
            if (others > 0) {
                err.println("warning: the autoencoder has learnt from " + others
                        + " photos that are not among these training photos; the guard will not compare with them");
            }
        }
        List<TrainingIndex> index = TrainingIndexes.build(indexed(data));
        err.println("guard: " + Guard.of(index).describe());
        if (teacher != null) {
            teacher.check(data.classes(), index);
        }
        Sampling sampling = teacher == null ? Sampling.STANDARD : Sampling.of(teacher);
        try (DjlVae vae = order.vae() == null ? null : order.vae().network(order.device());
                Lessons lessons = Lessons.of(teacher, order.device())) {
            return run(work, data, prepared(data, start, vae), start, index, sampling, lessons.distillation());
        }
    }

    private Preparation prepared(TrainingData data, @Nullable StartingPoint start, @Nullable DjlVae vae) {
        try (MiniLmTextEncoder encoder = MiniLmTextEncoder.open()) {
            Captions captions = data.captions(order.prompts(), err);
            if (order.vae() != null && vae != null) {
                err.println("encoding the photos, every flip by itself");
                return Preparation.ofLatents(
                        data.classes(),
                        data.train(),
                        captions,
                        encoder,
                        order.vae().transfer(),
                        vae);
            }
            return start == null || !start.knows(data.classes())
                    ? Preparation.of(data.classes(), data.train(), captions, encoder)
                    : Preparation.of(data.classes(), data.train(), captions, encoder, start.transfer());
        }
    }

    /**
     * The folder of a run's work.
     *
     * @throws InputException if the run is to begin where one has, or go on where none has, or there is a model
     */
    static OutputFolder folder(Order order) {
        OutputFolder work = OutputFolder.check("out", order.out().resolve(WORK));
        boolean begun = BegunRun.of(order.network()).requireIn(order.out().resolve(WORK), order.out(), order.resume());
        if (!begun && ModelPackage.isPackage(order.out())) {
            throw new InputException(
                    "out", "out: expected a folder without a model, found the model package " + order.out());
        }
        if (ModelLibrary.name(order.out()).equals(ModelLibrary.PROCEDURAL)) {
            throw new InputException(
                    "out", "out: expected another name than that of the rule-based generator, found " + order.out());
        }
        return work;
    }

    private Summary run(
            OutputFolder work,
            TrainingData data,
            Preparation prepared,
            @Nullable StartingPoint start,
            List<TrainingIndex> index,
            Sampling sampling,
            @Nullable Distillation distillation)
            throws IOException {
        TrainingRun run = trainingRun(data, prepared, start, distillation);
        float[] weights = start == null ? null : start.weights(data.classes());
        LossHistory history = history();
        try (ProgressBar bar = ProgressLine.percent("train", err)) {
            TrainingNews news = new TrainingNews(run, prepared, work, history, bar, sampling.preview());
            Trainer trainer = new Trainer(run, prepared.photos(), news, weights, distillation);
            StopSignal signal = new StopSignal(trainer::stop, PACKAGING_LIMIT);
            try {
                Trainer.Result result = trainer.run();
                news.packaging();
                new TrainedPackage(order, index, prepared, sampling)
                        .write(run, result, news, start == null ? null : start.ancestor());
                news.besideHoldout(result.average(), data.holdout());
                return new Summary(
                        order.out().toString(), result.images(), result.seconds(), history.latest(), result.finished());
            } finally {
                signal.ended();
            }
        }
    }

    private TrainingRun trainingRun(
            TrainingData data,
            Preparation prepared,
            @Nullable StartingPoint start,
            @Nullable Distillation distillation) {
        return new TrainingRun(
                network(data.classes().size(), start),
                Preparation.SIGMA_DATA,
                order.config(),
                order.budget(),
                order.out().resolve(WORK),
                order.checkpointEvery(),
                order.resume(),
                prepared.digest()
                        + (start == null ? "" : start.identity())
                        + (order.vae() == null ? "" : order.vae().identity())
                        + (distillation == null ? "" : distillation.identity()),
                order.device());
    }

    private UNetConfig network(int classes, @Nullable StartingPoint start) {
        if (order.channels() != 1 && order.channels() != 3) {
            throw new InputException("channels", "channels: expected 1 (grey) or 3 (RGB), found " + order.channels());
        }
        if (order.size() < 1) {
            throw new InputException("size", "size: expected pixels above 0, found " + order.size());
        }
        try {
            Network shape = order.network() != null || start == null ? order.network() : start.shape();
            UNetConfig network = shape == Network.SMALL
                    ? UNetConfig.small(order.channels(), order.size(), classes, MiniLmTextEncoder.DIMENSION)
                    : UNetConfig.standard(order.channels(), order.size(), classes, MiniLmTextEncoder.DIMENSION);
            if (order.vae() != null) {
                network = network.ofLatents(order.vae().descriptor().network().latentShape());
            }
            if (start != null) {
                start.check(network);
            }
            if (order.config().augment() > 0 && network.augmentDimension() < 7) {
                throw new InputException("augment", "augment: expected the small network, found the standard one");
            }
            return network;
        } catch (IllegalArgumentException e) {
            throw new InputException("size", "size: " + e.getMessage(), e);
        }
    }

    private LossHistory history() throws IOException {
        Path file = order.out().resolve(WORK).resolve("loss.csv");
        return order.resume() && Files.isRegularFile(file)
                ? LossHistory.read(file, Trainer.checkpointStep(order.out().resolve(WORK)))
                : new LossHistory();
    }

    /** The photos that the guard compares with. */
    static List<IndexedPhoto> indexed(TrainingData data) {
        List<IndexedPhoto> photos = new ArrayList<>();
        for (Photo photo : data.train()) {
            photos.add(indexed(photo, false));
        }
        for (Photo photo : data.holdout()) {
            photos.add(indexed(photo, true));
        }
        return photos;
    }

    private static IndexedPhoto indexed(Photo photo, boolean holdout) {
        return new IndexedPhoto(photo.file().name(), photo.file().className(), holdout, photo.sha256(), photo.image());
    }
}
