package dev.flawsmith.cli;

import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.model.djl.DjlDevice;
import dev.flawsmith.training.Checkpoint;
import dev.flawsmith.training.TrainingBudget;
import dev.flawsmith.training.encoder.ContrastiveConfig;
import dev.flawsmith.training.encoder.EncoderTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flawsmith train-encoder}: learns a copy-detection encoder from random scenes alone. */
@Command(
        name = "train-encoder",
        description = {
            "Learn a copy-detection encoder, for evaluate and audit, from pictures that are drawn by rule while it learns.",
            "No photo is opened: an encoder that has seen some of the photos it judges would favour them.",
            "Stop it at any time (Ctrl-C or kill): --resume goes on from the last checkpoint in OUT/.training."
        })
final class TrainEncoderCommand extends FlawsmithCommand {
    private static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
    private static final String WORK = ".training";
    private static final int NEWS = 20;

    @Option(names = "--out", required = true, paramLabel = "OUT", description = "The encoder's folder.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Train for this long, over all resumptions; either this or --images is needed.")
    private @Nullable Double minutes;

    @Option(
            names = "--images",
            paramLabel = "N",
            description = "Train until this many images were seen, each in two views.")
    private @Nullable Long images;

    @Option(names = "--resume", description = "Go on from OUT's checkpoint.")
    private boolean resume;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "All randomness of the run. Default: 1.")
    private long seed;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = "cpu, cuda:N or auto (default).")
    @SuppressWarnings("NullAway.Init")
    private String device;

    @Override
    public Integer call() throws IOException {
        EngineSettings.threadOnEveryCore();
        checkDevice();
        OutputFolder.check("out", out.resolve(WORK));
        boolean begun = Checkpoint.existsIn(out.resolve(WORK));
        if (resume != begun) {
            throw new InputException(
                    "resume",
                    begun
                            ? "out: expected an empty folder or --resume, found a checkpoint in " + out
                            : "resume: expected a checkpoint in " + out + ", found none");
        }
        ContrastiveConfig config = ContrastiveConfig.STANDARD.withSeed(seed);
        EncoderTraining training = new EncoderTraining(
                new EncoderTraining.Order(
                        EncoderConfig.SURFACE, config, budget(), out.resolve(WORK), CHECKPOINT_EVERY, resume, device),
                this::tell);
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(training, ended), "stop-training");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            EncoderTraining.Result result = training.run();
            EncoderFolder.write(out, result, config, err());
            Summary summary = new Summary(out.toString(), result.images(), result.seconds(), result.finished());
            print(summary, summary.text());
            return Main.OK;
        } finally {
            ended.countDown();
            forget(hook);
        }
    }

    /** A signal to stop ends training after the step it is at; the process waits, or its native code would be torn down. */
    private static void stop(EncoderTraining training, CountDownLatch ended) {
        training.stop();
        try {
            if (!ended.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                Thread.currentThread().interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The signal came: the hook is what asked the run to stop.
        }
    }

    private record Summary(String encoder, long images, double seconds, boolean finished) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%s: %,d images in %.1f minutes%s",
                    encoder,
                    images,
                    seconds / 60,
                    finished ? "" : "; stopped early: --resume goes on");
        }
    }

    private void tell(EncoderTraining.Progress progress) {
        if (progress.step() % NEWS == 0) {
            err().printf(
                            Locale.ROOT,
                            "%5.1f %%  step %,d  %,d images  %.0f s  contrast %.3f  entropy %.3f  gradient %.2f  matched %.3f%n",
                            100 * progress.share(),
                            progress.step(),
                            progress.images(),
                            progress.seconds(),
                            progress.contrast(),
                            progress.entropy(),
                            progress.gradientNorm(),
                            progress.matched());
        }
    }

    private void checkDevice() {
        try {
            DjlDevice.parse(device);
        } catch (IllegalArgumentException e) {
            throw new InputException("device", "device: " + e.getMessage(), e);
        }
    }

    private TrainingBudget budget() {
        if ((minutes == null) == (images == null)) {
            throw new InputException(
                    "minutes",
                    "minutes: expected one of --minutes and --images, found " + (minutes == null ? "neither" : "both"));
        }
        try {
            return minutes != null
                    ? new TrainingBudget.Minutes(minutes)
                    : new TrainingBudget.Images(images == null ? 0 : images);
        } catch (IllegalArgumentException e) {
            String option = minutes != null ? "minutes" : "images";
            throw new InputException(option, option + ": " + e.getMessage(), e);
        }
    }
}
