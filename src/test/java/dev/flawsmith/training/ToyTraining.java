package dev.flawsmith.training;

import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.sampling.Noise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A training that takes seconds: 16×16 photos of two classes, a network of a few thousand weights. */
final class ToyTraining {
    static final UNetConfig NETWORK = new UNetConfig(1, 16, 2, List.of(8, 16), List.of(1, 1), 4, 8, 16, 2, 4, 2);
    static final TrainingConfig CONFIG =
            new TrainingConfig(4, 2e-3, 5, 1, 0.9, 0.99, 0, 1, 16, -1.2, 1.2, 0.1, 0.5, 0, 11);

    private ToyTraining() {}

    /** Stripes, lying or standing by class, of random phase. */
    static TrainingPhotos photos(int count) {
        List<TrainingPhotos.Example> examples = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            double phase = 6.28 * new Noise(p, 9).uniform(0, 0);
            float[] values = new float[256];
            for (int i = 0; i < 256; i++) {
                int along = p % 2 == 0 ? i % 16 : i / 16;
                values[i] = (float) (0.7 * Math.sin(phase + along * Math.PI / 4));
            }
            float[] caption = new float[4];
            caption[p % 2] = 1;
            examples.add(new TrainingPhotos.Example(values, p % 2, List.of(caption)));
        }
        return new TrainingPhotos(16, 1, List.of("standing", "lying"), examples);
    }

    static TrainingRun run(Path checkpoints, long images, boolean resume) {
        return run(checkpoints, images, resume, Duration.ofHours(1));
    }

    static TrainingRun run(Path checkpoints, long images, boolean resume, Duration every) {
        return new TrainingRun(
                NETWORK, 0.5, CONFIG, new TrainingBudget.Images(images), checkpoints, every, resume, "toy", "cpu");
    }
}
