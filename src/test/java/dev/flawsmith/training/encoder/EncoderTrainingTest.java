package dev.flawsmith.training.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.training.TrainingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EncoderTrainingTest {
    @TempDir
    Path folder;

    @Test
    void aRunStoppedAndResumedEndsWithTheSameWeights() {
        EncoderTraining.Result whole =
                new EncoderTraining(ToyRun.order(folder.resolve("whole"), 11 * 8, false), progress -> {}).run();
        assertTrue(whole.finished());
        assertEquals(11, whole.step());
        List<EncoderTraining> stopped = new ArrayList<>();
        EncoderTraining first = new EncoderTraining(ToyRun.order(folder.resolve("parts"), 11 * 8, false), progress -> {
            if (progress.step() == 5) {
                stopped.get(0).stop();
            }
        });
        stopped.add(first);
        EncoderTraining.Result half = first.run();
        assertFalse(half.finished());
        assertEquals(5, half.step());
        EncoderTraining.Result rest =
                new EncoderTraining(ToyRun.order(folder.resolve("parts"), 11 * 8, true), progress -> {}).run();
        assertArrayEquals(whole.average(), rest.average());
    }

    @Test
    void itLearnsToTellScenesApart() {
        List<Double> matched = new ArrayList<>();
        List<Double> contrast = new ArrayList<>();
        new EncoderTraining(ToyRun.order(folder, 160 * 8, false), progress -> {
                    matched.add(progress.matched());
                    contrast.add(progress.contrast());
                })
                .run();
        double before = mean(contrast, 0, 20);
        double after = mean(contrast, 140, 160);
        assertTrue(after < 0.8 * before, "contrast " + before + " to " + after);
        assertTrue(
                mean(matched, 140, 160) > mean(matched, 0, 20) + 0.05,
                "matched " + mean(matched, 0, 20) + " to " + mean(matched, 140, 160));
    }

    @Test
    void aCheckpointOfAnotherRunIsRefused() {
        new EncoderTraining(ToyRun.order(folder, 8, false), progress -> {}).run();
        EncoderTraining.Order order = ToyRun.order(folder, 16, true);
        EncoderTraining.Order other = new EncoderTraining.Order(
                order.network(),
                order.config().withSeed(8),
                order.budget(),
                folder,
                order.checkpointEvery(),
                true,
                "cpu");
        assertThrows(TrainingException.class, () -> new EncoderTraining(other, progress -> {}).run());
    }

    private static double mean(List<Double> values, int from, int to) {
        return values.subList(from, to).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }
}
