package dev.flawsmith.cli;

import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.training.TrainingConfig;
import dev.flawsmith.training.generator.GeneratorMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flawsmith train}: learns a model from a folder of photos. */
@Command(
        name = "train",
        description = {
            "Learn a diffusion model, or with --network gan or vae a generator that draws in one step, from a folder of photos,",
            "<class>/<image>.",
            "Only rows marked 'train' are learnt from; 'holdout' rows calibrate the guard; 'test' rows are never opened.",
            "Beside the package, OUT/.training keeps the checkpoint and a sheet of samples beside holdout photos: real",
            "pixels, so leave that folder out when you hand the model on.",
            "Stop it at any time (Ctrl-C or kill): --resume goes on from the last checkpoint."
        })
final class TrainCommand extends FlawsmithCommand {
    private static final double CHECKPOINT_MINUTES = 3;
    private static final int SIZE = 64;
    private static final int STUDENT_STEPS = 6;

    @Mixin
    final PhotoOptions photos = new PhotoOptions();

    @Mixin
    final TrainingLength length = new TrainingLength();

    @Option(
            names = "--init",
            paramLabel = "MODEL",
            description = "Start from a model's weights instead of random ones: same size, channels and network."
                    + " Classes that it lacks are learnt anew.")
    private @Nullable String init;

    @Option(
            names = "--distil",
            paramLabel = "MODEL",
            description =
                    "Learn a model's own guided trajectories in fewer steps, starting from its weights, instead of"
                            + " photos; the photos it learnt from are wanted for the guard.")
    private @Nullable String distil;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "With --distil: steps of the new model, one evaluation each. Default: 6.")
    private @Nullable Integer steps;

    @Option(
            names = "--vae",
            paramLabel = "DIR",
            description = "Learn to draw the latents of an autoencoder that train-vae has written, of its image size,"
                    + " instead of pixels.")
    private @Nullable Path vae;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Image size. Default: 64; with --vae the autoencoder's.")
    private @Nullable Integer size;

    @Option(
            names = "--channels",
            paramLabel = "1|3",
            description = "1 grey, 3 RGB. Default: 1; with --vae the autoencoder's.")
    private @Nullable Integer channels;

    @Option(
            names = "--network",
            paramLabel = "standard|small|gan|vae",
            description =
                    "small: a third of the work, for a few dozen photos. gan, vae: a generator that draws in one"
                            + " step, learnt against a discriminator or as the decoder of a variational autoencoder. Default: the --init model's, or standard.")
    private TrainingJob.@Nullable Network network;

    @Mixin
    final LearningOptions learning = new LearningOptions();

    @Option(
            names = "--prompts",
            paramLabel = "FILE",
            description = "Captions. Default: prompts/*.yaml that has the classes.")
    private @Nullable Path prompts;

    @Option(
            names = "--checkpoint-minutes",
            paramLabel = "M",
            description = "Time between checkpoints; the first comes within half a minute. Default: 3, or a tenth of"
                    + " --minutes where that is less.")
    private @Nullable Double checkpointMinutes;

    @Override
    public Integer call() throws Exception {
        GeneratorMethod method = generatorMethod();
        if (method != null) {
            refuseBesideGenerator();
        }
        Autoencoder autoencoder = autoencoder();
        TrainingJob.Order order = new TrainingJob.Order(
                photos.data,
                photos.splits,
                photos.out,
                length.budget(),
                photos.resume,
                init,
                distil(),
                autoencoder,
                side("size", size, SIZE, autoencoder, VaeConfig::imageSize),
                side("channels", channels, 1, autoencoder, VaeConfig::imageChannels),
                network,
                method == null ? learning.config(distil != null) : TrainingConfig.STANDARD,
                prompts,
                length.device(),
                checkpointEvery(),
                photos.dataName(),
                photos.licence);
        if (method != null) {
            GeneratorJob.Summary summary = new GeneratorJob(order, method, err()).run();
            print(summary, summary.text());
        } else {
            TrainingJob.Summary summary = new TrainingJob(order, err()).run();
            print(summary, summary.text());
        }
        return Main.OK;
    }

    /** How a generator is to be learnt, null where it is a denoiser. */
    private @Nullable GeneratorMethod generatorMethod() {
        if (network == TrainingJob.Network.GAN) {
            return learning.gan();
        }
        return network == TrainingJob.Network.VAE ? learning.variational() : null;
    }

    private @Nullable Autoencoder autoencoder() {
        if (vae == null) {
            return null;
        }
        if (learning.augment != 0) {
            throw new InputException(
                    "augment", "augment: expected none beside --vae, for latents do not move as pixels do");
        }
        return Autoencoder.open(vae);
    }

    /** What an option says, or else the autoencoder, with which it must agree, or else the default. */
    private static int side(
            String option,
            @Nullable Integer said,
            int otherwise,
            @Nullable Autoencoder autoencoder,
            ToIntFunction<VaeConfig> own) {
        if (autoencoder == null) {
            return said == null ? otherwise : said;
        }
        int expected = own.applyAsInt(autoencoder.descriptor().network());
        if (said != null && said != expected) {
            throw new InputException(
                    option, option + ": expected the autoencoder's " + expected + " or none, found " + said);
        }
        return expected;
    }

    /** What is about noise levels, sentences or another model's weights. */
    private void refuseBesideGenerator() {
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("init", init != null);
        given.put("distil", distil != null);
        given.put("steps", steps != null);
        given.put("vae", vae != null);
        given.put("augment", learning.augment != 0);
        given.put("log-sigma-mean", learning.logSigmaMean != null);
        given.put("log-sigma-std", learning.logSigmaDeviation != null);
        given.put("prompts", prompts != null);
        given.forEach((option, found) -> {
            if (found) {
                throw new InputException(
                        option,
                        option + ": expected none beside --network "
                                + String.valueOf(network).toLowerCase(Locale.ROOT)
                                + ", which knows nothing of it, found one");
            }
        });
    }

    private TrainingJob.@Nullable Distil distil() {
        if (distil == null) {
            if (steps != null) {
                throw new InputException("steps", "steps: expected --distil MODEL beside it, found none");
            }
            return null;
        }
        if (vae != null) {
            throw new InputException("vae", "vae: expected none beside --distil, whose model draws pixels");
        }
        if (init != null) {
            throw new InputException("init", "init: expected none beside --distil, whose model is the start");
        }
        if (learning.areAboutPhotos()) {
            throw new InputException(
                    "distil",
                    "distil: expected none of --flips, --augment, --log-sigma-mean and --log-sigma-std beside it, which"
                            + " are about photos, and it shows none");
        }
        return new TrainingJob.Distil(distil, steps == null ? STUDENT_STEPS : steps);
    }

    private Duration checkpointEvery() {
        if (checkpointMinutes == null) {
            return ofMinutes(
                    length.minutes == null ? CHECKPOINT_MINUTES : Math.min(CHECKPOINT_MINUTES, length.minutes / 10));
        }
        if (!(checkpointMinutes > 0) || checkpointMinutes > 24 * 60) {
            throw new InputException(
                    "checkpoint-minutes",
                    "checkpoint-minutes: expected minutes above 0 and at most 1440, found " + checkpointMinutes);
        }
        return ofMinutes(checkpointMinutes);
    }

    private static Duration ofMinutes(double minutes) {
        return Duration.ofMillis((long) (60_000 * minutes));
    }
}
