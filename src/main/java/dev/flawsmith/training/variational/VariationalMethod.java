package dev.flawsmith.training.variational;

import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.training.Checkpoint;
import dev.flawsmith.training.TrainingPhotos;
import dev.flawsmith.training.generator.GeneratorCard;
import dev.flawsmith.training.generator.GeneratorListener;
import dev.flawsmith.training.generator.GeneratorMethod;
import dev.flawsmith.training.generator.GeneratorRun;
import dev.flawsmith.training.generator.GeneratorTraining;
import dev.flawsmith.training.generator.Losses;
import java.nio.file.Path;
import java.util.List;

/** A generator learnt as the decoder of a variational autoencoder (Kingma and Welling 2014). */
public record VariationalMethod(VariationalConfig config) implements GeneratorMethod {
    @Override
    public String kind() {
        return ModelManifest.VAE;
    }

    @Override
    public long seed() {
        return config.seed();
    }

    /** The bound in nats a value of the image, the root mean squared error in model space, the divergence in nats an image. */
    @Override
    public Losses losses() {
        return new Losses(
                List.of("negative_bound", "error", "divergence"), 1, "Negative evidence lower bound, nats a value");
    }

    /** Whether a run's folder holds a checkpoint of this method. */
    public static boolean hasCheckpoint(Path directory) {
        return Checkpoint.existsIn(VariationalTrainer.folder(directory));
    }

    @Override
    public long checkpointStep(Path directory) {
        return Checkpoint.stepOf(VariationalTrainer.folder(directory));
    }

    @Override
    public GeneratorTraining training(GeneratorRun run, TrainingPhotos photos, GeneratorListener listener) {
        return new VariationalTrainer(run, config, photos, listener);
    }

    @Override
    public String card(ModelManifest manifest, String guard) {
        return GeneratorCard.of(
                manifest,
                new GeneratorCard.Words(
                        "A class-conditional variational autoencoder's decoder",
                        "Learnt by the evidence lower bound (Kingma and Welling 2014; told the class, Sohn et al. 2015), the noise of"
                                + " photos being normal with the deviation that fits best (Rybkin et al. 2021); the encoder is"
                                + " not part of the package.",
                        "",
                        "of " + config.batch() + " photos; learning rate at most " + config.learningRate()
                                + "; each flip with probability " + config.flips() + " while the rate is at its peak",
                        "Its images are means of what may have been meant: fine texture that cannot be told from z is missing, and"
                                + " they look soft."),
                guard);
    }
}
