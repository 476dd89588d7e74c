package dev.flawsmith.training.gan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.DiscriminatorNetwork;
import dev.flawsmith.model.djl.GeneratorNetwork;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.AdamW;
import dev.flawsmith.training.TrainingPhotos;
import java.util.List;
import org.junit.jupiter.api.Test;

class GanStepTest {
    private static final GeneratorConfig NETWORK = new GeneratorConfig(1, 8, 8, 2, 16, List.of(16, 16));
    private static final GanConfig CONFIG = GanConfig.STANDARD.withBatch(4);

    @Test
    void stepsLeaveNothingInTheEnginesMemory() {
        GanCheckpoint start = GanCheckpoint.fresh("toy", NETWORK, 1);
        try (GeneratorNetwork generator =
                        GeneratorNetwork.create(NETWORK, start.generator().weights(), Device.cpu(), true);
                DiscriminatorNetwork discriminator = DiscriminatorNetwork.create(
                        NETWORK, start.discriminator().weights(), start.norms(), Device.cpu())) {
            GanStep step = new GanStep(
                    generator,
                    discriminator,
                    CONFIG,
                    new GanBatches(photos(), CONFIG.batch(), NETWORK.latent(), 1),
                    optimizer(start.generator(), generator.manager()),
                    optimizer(start.discriminator(), discriminator.manager()),
                    array(start.average(), generator.manager()));
            GanStep.Outcome first = step.run(0, 0);
            assertTrue(first.isFinite() && first.discriminatorLoss() >= 0, first.toString());
            int held = held(generator.manager()) + held(discriminator.manager());
            for (int i = 1; i < 8; i++) {
                step.run(i, 0.1);
            }
            assertEquals(held, held(generator.manager()) + held(discriminator.manager()));
        }
    }

    private static int held(NDManager manager) {
        return manager.getManagedArrays().size();
    }

    private static AdamW optimizer(GanCheckpoint.Learner learner, NDManager manager) {
        return new AdamW(0, 0.9f, 0, array(learner.mean(), manager), array(learner.square(), manager));
    }

    private static NDArray array(float[] values, NDManager manager) {
        return AlignedArrays.create(manager, values, new Shape(values.length));
    }

    private static TrainingPhotos photos() {
        return new TrainingPhotos(
                8,
                1,
                List.of("a", "b"),
                List.of(
                        new TrainingPhotos.Example(new Noise(1, 0).standardNormal(0, 64), 0, List.of()),
                        new TrainingPhotos.Example(new Noise(2, 0).standardNormal(0, 64), 1, List.of())));
    }
}
