package dev.flawsmith.cli;

import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.training.Checkpoint;
import dev.flawsmith.training.encoder.ContrastiveConfig;
import dev.flawsmith.training.encoder.EncoderTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    final TrainingLength length = new TrainingLength();

    @Option(names = "--resume", description = "Go on from OUT's checkpoint.")
    private boolean resume;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "All randomness of the run. Default: 1.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        EngineSettings.threadOnEveryCore();
        String device = length.device();
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
                        EncoderConfig.SURFACE,
                        config,
                        length.budget(),
                        out.resolve(WORK),
                        CHECKPOINT_EVERY,
                        resume,
                        device),
                this::tell);
        StopSignal signal = new StopSignal(training::stop, STOP_LIMIT);
        try {
            EncoderTraining.Result result = training.run();
            EncoderFolder.write(out, result, config, err());
            Summary summary = new Summary(out.toString(), result.images(), result.seconds(), result.finished());
            print(summary, summary.text());
            return Main.OK;
        } finally {
            signal.ended();
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
}
