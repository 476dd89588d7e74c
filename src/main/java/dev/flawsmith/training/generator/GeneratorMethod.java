package dev.flawsmith.training.generator;

import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.training.TrainingPhotos;
import java.nio.file.Path;

/** A way to learn a generator. */
public interface GeneratorMethod {
    /** Of {@code model.json}. */
    String kind();

    /** The seed of all of a run's randomness. */
    long seed();

    /** What its steps tell. */
    Losses losses();

    /**
     * The steps that a checkpoint has behind it.
     *
     * @param directory the run's folder
     * @throws dev.flawsmith.training.TrainingException if there is none, or it is damaged
     */
    long checkpointStep(Path directory);

    /**
     * A run that has not begun.
     *
     * @throws IllegalArgumentException if the photos are not what the network draws
     */
    GeneratorTraining training(GeneratorRun run, TrainingPhotos photos, GeneratorListener listener);

    /**
     * The model card as Markdown.
     *
     * @param guard one sentence on how its images are checked
     */
    String card(ModelManifest manifest, String guard);

    /**
     * Refuses photos that are not what a network draws.
     *
     * @throws IllegalArgumentException naming both
     */
    static void requireFit(GeneratorRun run, TrainingPhotos photos) {
        if (photos.size() != run.network().imageSize()
                || photos.channels() != run.network().imageChannels()
                || photos.classes().size() != run.network().classes()) {
            throw new IllegalArgumentException("expected photos for " + run.network() + ", found " + photos.size()
                    + " pixels, " + photos.channels() + " channels and " + photos.classes());
        }
    }
}
