package dev.flawsmith.training.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.training.TrainingBudget;
import dev.flawsmith.training.TrainingException;
import dev.flawsmith.training.generator.GeneratorListener;
import dev.flawsmith.training.generator.GeneratorRun;
import dev.flawsmith.training.generator.GeneratorTraining;
import dev.flawsmith.training.generator.StripedPhotos;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GanTrainerTest {
    private static final GeneratorConfig NETWORK = new GeneratorConfig(1, 16, 8, 2, 16, List.of(16, 16, 16));
    /** The same flips and rates whatever the budget, so that runs of two lengths can be compared. */
    private static final GanConfig STEADY = new GanConfig(4, 2e-4, 4e-4, 0, 0.9, 1, 16, 0.5, 11);

    @TempDir
    private Path folder;

    @Test
    void aStepChangesBothNetworksTheAverageAndTheNorms() {
        GeneratorRun run = run(folder, 4, false);
        GanCheckpoint before = GanCheckpoint.fresh(run.identity(STEADY), NETWORK, STEADY.seed());
        new GanTrainer(run, STEADY, StripedPhotos.of(), GeneratorListener.NONE).run();
        GanCheckpoint after = GanCheckpoint.read(folder, run.identity(STEADY));
        assertEquals(1, after.step());
        assertFalse(
                Arrays.equals(before.generator().weights(), after.generator().weights()));
        assertFalse(Arrays.equals(
                before.discriminator().weights(), after.discriminator().weights()));
        assertFalse(Arrays.equals(before.norms(), after.norms()));
        assertArrayEquals(
                after.generator().weights(), after.average(), "the average begins with the first step's weights");
        assertMoved("generator", before.generator(), after.generator(), STEADY.generatorRate());
        assertMoved("discriminator", before.discriminator(), after.discriminator(), STEADY.discriminatorRate());
    }

    /** Adam's first step is the learning rate in every weight whose gradient is not next to nothing. */
    private static void assertMoved(
            String name, GanCheckpoint.Learner before, GanCheckpoint.Learner after, double rate) {
        int moved = 0;
        for (int i = 0; i < before.weights().length; i++) {
            double by = Math.abs(after.weights()[i] - before.weights()[i]);
            assertTrue(by < 1.05 * rate, () -> name + " moved by " + by);
            moved += by > 0.5 * rate ? 1 : 0;
        }
        assertTrue(moved > 0.6 * before.weights().length, name + " moved " + moved + " of " + before.weights().length);
    }

    @Test
    void aResumedRunEndsWithTheVerySameWeights() {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        new GanTrainer(run(whole, 24, false), STEADY, StripedPhotos.of(), GeneratorListener.NONE).run();
        new GanTrainer(run(parts, 12, false), STEADY, StripedPhotos.of(), GeneratorListener.NONE).run();
        GeneratorTraining.Result resumed =
                new GanTrainer(run(parts, 24, true), STEADY, StripedPhotos.of(), GeneratorListener.NONE).run();
        assertTrue(resumed.finished());
        GanCheckpoint expected = GanCheckpoint.read(whole, run(whole, 24, false).identity(STEADY));
        GanCheckpoint found = GanCheckpoint.read(parts, run(parts, 24, false).identity(STEADY));
        assertEquals(expected.step(), found.step());
        assertArrayEquals(expected.generator().weights(), found.generator().weights());
        assertArrayEquals(expected.generator().square(), found.generator().square());
        assertArrayEquals(
                expected.discriminator().weights(), found.discriminator().weights());
        assertArrayEquals(
                expected.discriminator().square(), found.discriminator().square());
        assertArrayEquals(expected.average(), found.average());
        assertArrayEquals(expected.norms(), found.norms());
    }

    @Test
    void theDiscriminatorLearnsToTell() {
        List<Double> told = new ArrayList<>();
        GanConfig quick = STEADY.withBatch(8).withLearningRate(1e-3);
        GeneratorRun run = new GeneratorRun(
                NETWORK, new TrainingBudget.Images(8 * 60), folder, Duration.ofHours(1), false, "toy", "cpu");
        new GanTrainer(run, quick, StripedPhotos.of(), new GeneratorListener() {
                    @Override
                    public void stepped(Progress progress) {
                        told.add(progress.losses().get(2));
                    }
                })
                .run();
        assertEquals(60, told.size());
        double first =
                told.subList(0, 10).stream().mapToDouble(d -> d).average().orElseThrow();
        double best = IntStream.rangeClosed(1, 5)
                .mapToDouble(tenth -> told.subList(10 * tenth, 10 * tenth + 10).stream()
                        .mapToDouble(d -> d)
                        .average()
                        .orElseThrow())
                .max()
                .orElseThrow();
        assertTrue(best > first + 0.1, "told, in tens of steps: from " + first + " to " + best);
    }

    @Test
    void aCheckpointOfAnotherRunIsRefused() {
        new GanTrainer(run(folder, 4, false), STEADY, StripedPhotos.of(), GeneratorListener.NONE).run();
        GeneratorRun other = new GeneratorRun(
                NETWORK, new TrainingBudget.Images(8), folder, Duration.ofHours(1), true, "toy", "cpu");
        TrainingException e = assertThrows(
                TrainingException.class,
                () -> new GanTrainer(other, STEADY.withSeed(12), StripedPhotos.of(), GeneratorListener.NONE).run());
        assertTrue(
                String.valueOf(e.getMessage()).contains("expected a checkpoint of the same networks"), e.getMessage());
    }

    private static GeneratorRun run(Path checkpoints, long images, boolean resume) {
        return new GeneratorRun(
                NETWORK, new TrainingBudget.Images(images), checkpoints, Duration.ofHours(1), resume, "toy", "cpu");
    }
}
