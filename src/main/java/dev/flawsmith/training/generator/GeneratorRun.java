package dev.flawsmith.training.generator;

import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.training.TrainingBudget;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is to be trained, and where its checkpoints go; the {@link GeneratorMethod} says how.
 *
 * @param network shape of the generator
 * @param budget when it is finished
 * @param checkpoints the run's folder, in which its method keeps a checkpoint
 * @param checkpointEvery time between checkpoints
 * @param resume whether to go on from the checkpoint
 * @param photosDigest hash that names the photos: a checkpoint of other photos is refused
 * @param device {@code cpu}, {@code cuda:N} or {@code auto}
 */
public record GeneratorRun(
        GeneratorConfig network,
        TrainingBudget budget,
        Path checkpoints,
        Duration checkpointEvery,
        boolean resume,
        String photosDigest,
        String device) {
    /**
     * What a checkpoint must agree with: not the budget, which may grow.
     *
     * @param config the method's settings
     */
    public String identity(Object config) {
        return network + " " + config + " photos=" + photosDigest;
    }
}
