package dev.flawsmith.cli;

import dev.flawsmith.training.autoencoder.VaeTrainingConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flawsmith train-vae}: learns the autoencoder of a latent model from a folder of photos. */
@Command(
        name = "train-vae",
        description = {
            "Learn an autoencoder from a folder of photos, <class>/<image>: the first half of a latent model. train --vae OUT"
                    + " then learns to draw its latents, at a quarter of the photos' side.",
            "Only rows marked 'train' are learnt from; 'holdout' rows measure how well photos come back.",
            "OUT/.training keeps the checkpoint and holdout photos beside what became of them: leave that folder out when"
                    + " you hand the autoencoder on.",
            "Stop it at any time (Ctrl-C or kill): --resume goes on from the last checkpoint."
        })
final class TrainVaeCommand extends FlawsmithCommand {
    @Mixin
    final PhotoOptions photos = new PhotoOptions();

    @Mixin
    final TrainingLength length = new TrainingLength();

    @Option(
            names = "--space-of",
            paramLabel = "MODEL",
            description =
                    "Take a model's map between pixels and values. Latents begin as photos of half the side, so that a"
                            + " model of that size is a head start for the denoiser: train --vae OUT --init MODEL. Default: a map"
                            + " fitted to the photos.")
    private @Nullable String spaceOf;

    @Option(names = "--size", paramLabel = "PIXELS", defaultValue = "128", description = "Image size. Default: 128.")
    private int size;

    @Option(names = "--channels", paramLabel = "1|3", defaultValue = "1", description = "1 grey (default), 3 RGB.")
    private int channels;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "All randomness of the run. Default: 1.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        VaeJob.Summary summary = new VaeJob(
                        new VaeJob.Order(
                                new TrainingData.Source(
                                        photos.data, photos.splits, photos.out, photos.resume, size, channels),
                                config(),
                                length.budget(),
                                spaceOf,
                                length.device(),
                                photos.dataName(),
                                photos.licence),
                        err())
                .run();
        print(summary, summary.text());
        return Main.OK;
    }

    private VaeTrainingConfig config() {
        try {
            return VaeTrainingConfig.STANDARD.withSeed(seed).within(size);
        } catch (IllegalArgumentException e) {
            throw new InputException("size", "size: " + e.getMessage(), e);
        }
    }
}
