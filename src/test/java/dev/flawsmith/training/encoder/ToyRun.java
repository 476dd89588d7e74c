package dev.flawsmith.training.encoder;

import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.training.TrainingBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A training run of seconds. */
final class ToyRun {
    static final EncoderConfig NETWORK = new EncoderConfig(1, 16, 2, 8, List.of(8, 16), 12);
    static final ContrastiveConfig CONFIG = new ContrastiveConfig(8, 0.1, 1, 4e-3, 5, 0.5, 3, 16, 4, 7);

    private ToyRun() {}

    static EncoderTraining.Order order(Path folder, long images, boolean resume) {
        return new EncoderTraining.Order(
                NETWORK, CONFIG, new TrainingBudget.Images(images), folder, Duration.ofHours(1), resume, "cpu");
    }
}
