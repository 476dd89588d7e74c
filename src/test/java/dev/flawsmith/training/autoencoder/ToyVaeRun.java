package dev.flawsmith.training.autoencoder;

import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.model.djl.EncoderNetwork;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.InitialWeights;
import dev.flawsmith.training.TrainingBudget;
import dev.flawsmith.training.encoder.EncoderTraining;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** An autoencoder's training that takes seconds: 32×32 photos of slanted stripes that averages over 2×2 wash out. */
final class ToyVaeRun {
    static final VaeConfig NETWORK = new VaeConfig(1, 32, List.of(8, 12), 1, 1);
    static final VaeTrainingConfig CONFIG = new VaeTrainingConfig(16, 8, 0.5, 4e-3, 5, 0.7, 1, 8, 1e-3, 1e-4, 3);

    private ToyVaeRun() {}

    static List<float[]> photos() {
        return IntStream.range(0, 12).mapToObj(ToyVaeRun::stripes).toList();
    }

    private static float[] stripes(int photo) {
        double phase = 6.28 * new Noise(photo, 9).uniform(0, 0);
        float[] values = new float[1024];
        for (int i = 0; i < 1024; i++) {
            int row = i / 32;
            values[i] = (float) (0.7 * Math.sin(phase + (i % 32 + 0.5 * row) * Math.PI / 2));
        }
        return values;
    }

    static VaeTraining.Order order(Path checkpoints, long crops, boolean resume) {
        return new VaeTraining.Order(
                NETWORK,
                CONFIG,
                new TrainingBudget.Images(crops),
                checkpoints,
                Duration.ofHours(1),
                resume,
                "toy",
                "cpu");
    }

    /** An encoder that has learnt nothing still sees differences. */
    static Safetensors.Contents seeing() {
        return new Safetensors.Contents(
                EncoderTraining.tensors(
                        EncoderConfig.SURFACE, InitialWeights.of(EncoderNetwork.tensors(EncoderConfig.SURFACE), 1)),
                Map.of());
    }
}
