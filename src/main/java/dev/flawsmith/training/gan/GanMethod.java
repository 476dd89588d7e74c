package dev.flawsmith.training.gan;

import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.training.TrainingPhotos;
import dev.flawsmith.training.generator.GeneratorCard;
import dev.flawsmith.training.generator.GeneratorListener;
import dev.flawsmith.training.generator.GeneratorMethod;
import dev.flawsmith.training.generator.GeneratorRun;
import dev.flawsmith.training.generator.GeneratorTraining;
import dev.flawsmith.training.generator.Losses;
import java.nio.file.Path;
import java.util.List;

/** A generator learnt against a discriminator (Goodfellow et al. 2014). */
public record GanMethod(GanConfig config) implements GeneratorMethod {
    @Override
    public String kind() {
        return ModelManifest.ONE_STEP;
    }

    @Override
    public long seed() {
        return config.seed();
    }

    /** The discriminator's is 0 where all is told apart by a margin, 2 where nothing is; {@code told} is the share that is. */
    @Override
    public Losses losses() {
        return new Losses(List.of("discriminator_loss", "generator_loss", "told"), 2, "Hinge losses");
    }

    /** Whether a run's folder holds a checkpoint of this method. */
    public static boolean hasCheckpoint(Path directory) {
        return GanCheckpoint.existsIn(directory);
    }

    @Override
    public long checkpointStep(Path directory) {
        return GanCheckpoint.stepOf(directory);
    }

    @Override
    public GeneratorTraining training(GeneratorRun run, TrainingPhotos photos, GeneratorListener listener) {
        return new GanTrainer(run, config, photos, listener);
    }

    @Override
    public String card(ModelManifest manifest, String guard) {
        return GeneratorCard.of(
                manifest,
                new GeneratorCard.Words(
                        "A class-conditional GAN's generator",
                        "Learnt against a projection discriminator (Miyato and Koyama 2018) with spectral normalisation (Miyato"
                                + " et al. 2018), the hinge loss and differentiable augmentation (Zhao et al. 2020).",
                        ", and as many drawn images twice",
                        "of " + config.batch() + " photos; learning rates at most " + config.generatorRate()
                                + " and, of the discriminator, " + config.discriminatorRate()
                                + "; each flip with probability " + config.flips()
                                + " while the rates are at their peak",
                        "GANs leave out what is rare more readily than diffusion models do: look at coverage before you rely on"
                                + " variety."),
                guard);
    }
}
