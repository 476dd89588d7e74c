package dev.flawsmith.training.variational;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.djl.GeneratorNetwork;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.TrainingBudget;
import dev.flawsmith.training.TrainingException;
import dev.flawsmith.training.generator.GeneratorListener;
import dev.flawsmith.training.generator.GeneratorRun;
import dev.flawsmith.training.generator.GeneratorTraining;
import dev.flawsmith.training.generator.StripedPhotos;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariationalTrainerTest {
    private static final GeneratorConfig NETWORK = new GeneratorConfig(1, 16, 8, 2, 16, List.of(16, 16, 16));
    /** The same flips and rates whatever the budget, so that runs of two lengths can be compared. */
    private static final VariationalConfig STEADY = new VariationalConfig(8, 2e-3, 0.9, 0.99, 1, 1, 16, 0, 11);

    /** A step moves a weight by two thousandths; beside other work two runs of its like were seen 1.2e-6 apart. */
    private static final float ROUNDING = 2e-5f;

    private static final int STEPS = 200;

    @TempDir
    private Path folder;

    @Test
    void theBoundRisesAndWhatIsDrawnVariesWithZ() {
        List<Double> bounds = new ArrayList<>();
        List<Double> divergences = new ArrayList<>();
        GeneratorTraining.Result result = train(folder, 8 * STEPS, false, new GeneratorListener() {
            @Override
            public void stepped(Progress progress) {
                bounds.add(progress.losses().get(0));
                divergences.add(progress.losses().get(2));
            }
        });
        assertTrue(result.finished());
        assertEquals(STEPS, bounds.size());
        double first = mean(bounds.subList(0, 20));
        double last = mean(bounds.subList(STEPS - 20, STEPS));
        assertTrue(last < first - 0.3, "negative bound, nats a value: from " + first + " to " + last);
        assertTrue(
                divergences.get(STEPS - 1) > 1, "z says something of the image, nats: " + divergences.get(STEPS - 1));
        try (GeneratorNetwork network = GeneratorNetwork.create(NETWORK, result.average(), Device.cpu(), false)) {
            float[][] drawn = network.generate(
                    new float[][] {
                        new Noise(1, 0).standardNormal(0, NETWORK.latent()),
                        new Noise(2, 0).standardNormal(0, NETWORK.latent())
                    },
                    List.of(Condition.ofClass(0), Condition.ofClass(0)));
            for (float[] image : drawn) {
                assertTrue(deviation(image) > 0.15, "stripes, of deviation 0.5 in photos: " + deviation(image));
            }
            double apart = 0;
            for (int i = 0; i < drawn[0].length; i++) {
                apart += Math.abs(drawn[0][i] - drawn[1][i]) / drawn[0].length;
            }
            assertTrue(apart > 0.1, "another z is another image: " + apart);
        }
    }

    private static double deviation(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        return Math.sqrt(squares / values.length - mean * mean);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(d -> d).average().orElseThrow();
    }

    @Test
    void aResumedRunEndsWithTheVerySameWeights() {
        GeneratorTraining.Result whole = train(folder.resolve("whole"), 48, false, GeneratorListener.NONE);
        train(folder.resolve("parts"), 24, false, GeneratorListener.NONE);
        GeneratorTraining.Result resumed = train(folder.resolve("parts"), 48, true, GeneratorListener.NONE);
        assertEquals(whole.step(), resumed.step());
        assertArrayEquals(whole.average(), resumed.average(), ROUNDING);
        GeneratorTraining.Result less = train(folder.resolve("less"), 40, false, GeneratorListener.NONE);
        double apart = 0;
        for (int i = 0; i < whole.average().length; i++) {
            apart = Math.max(apart, Math.abs(whole.average()[i] - less.average()[i]));
        }
        assertTrue(apart > 20 * ROUNDING, "one step more is seen: " + apart);
    }

    @Test
    void aCheckpointOfOtherSettingsIsRefused() {
        train(folder, 8, false, GeneratorListener.NONE);
        TrainingException e = assertThrows(
                TrainingException.class,
                () -> new VariationalTrainer(
                                run(folder, 16, true), STEADY.withSeed(12), StripedPhotos.of(), GeneratorListener.NONE)
                        .run());
        assertTrue(
                String.valueOf(e.getMessage()).contains("expected a checkpoint of the same network"), e.getMessage());
    }

    private static GeneratorTraining.Result train(
            Path checkpoints, long images, boolean resume, GeneratorListener listener) {
        return new VariationalTrainer(run(checkpoints, images, resume), STEADY, StripedPhotos.of(), listener).run();
    }

    private static GeneratorRun run(Path checkpoints, long images, boolean resume) {
        return new GeneratorRun(
                NETWORK, new TrainingBudget.Images(images), checkpoints, Duration.ofHours(1), resume, "toy", "cpu");
    }
}
