package dev.flawsmith.training.gan;

import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.training.TrainingBudget;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is to be trained, how, and where its checkpoints go.
 *
 * @param network shape of the generator, and so of the discriminator
 * @param config settings
 * @param budget when it is finished
 * @param checkpoints folder of the checkpoint
 * @param checkpointEvery time between checkpoints
 * @param resume whether to go on from the checkpoint
 * @param photosDigest hash that names the photos: a checkpoint of other photos is refused
 * @param device {@code cpu}, {@code cuda:N} or {@code auto}
 */
public record GanRun(
        GeneratorConfig network,
        GanConfig config,
        TrainingBudget budget,
        Path checkpoints,
        Duration checkpointEvery,
        boolean resume,
        String photosDigest,
        String device) {
    /** What a checkpoint must agree with: not the budget, which may grow. */
    String identity() {
        return network + " " + config + " photos=" + photosDigest;
    }
}
