package dev.flawsmith.training.autoencoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.training.TrainingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaeTrainingTest {
    /** A step moves a weight by four thousandths; beside other work two runs were seen 1.2e-6 apart, alone never. */
    private static final float ROUNDING = 2e-5f;

    @TempDir
    private Path folder;

    private static VaeTraining training(
            VaeTraining.Order order, java.util.function.Consumer<VaeTraining.Progress> news) {
        return new VaeTraining(order, ToyVaeRun.photos(), ToyVaeRun.seeing(), news);
    }

    @Test
    void itLearnsWhatAveragesWashOut() {
        List<Double> errors = new ArrayList<>();
        VaeTraining.Result result = training(ToyVaeRun.order(folder, 240 * 8, false), p -> errors.add(p.error()))
                .run();
        assertTrue(result.finished());
        assertEquals(240 * 8, result.images());
        double before = mean(errors.subList(0, 5));
        double after = mean(errors.subList(230, 240));
        assertTrue(after < 0.5 * before, "error " + before + " to " + after);
    }

    @Test
    void aRunStoppedAndResumedEndsWithTheSameWeightsButForRounding() {
        VaeTraining.Result whole = training(ToyVaeRun.order(folder.resolve("whole"), 9 * 8, false), p -> {})
                .run();
        List<VaeTraining> stopped = new ArrayList<>();
        VaeTraining first = training(ToyVaeRun.order(folder.resolve("parts"), 9 * 8, false), p -> {
            if (p.step() == 4) {
                stopped.get(0).stop();
            }
        });
        stopped.add(first);
        VaeTraining.Result half = first.run();
        assertFalse(half.finished());
        assertEquals(4, half.step());
        VaeTraining.Result rest = training(ToyVaeRun.order(folder.resolve("parts"), 9 * 8, true), p -> {})
                .run();
        assertArrayEquals(whole.average(), rest.average(), ROUNDING);
        assertTrue(apart(whole.average(), half.average()) > 100 * ROUNDING, "five steps more are seen");
    }

    private static double apart(float[] weights, float[] others) {
        double most = 0;
        for (int i = 0; i < weights.length; i++) {
            most = Math.max(most, Math.abs(weights[i] - others[i]));
        }
        return most;
    }

    @Test
    void aCheckpointOfAnotherRunIsRefused() {
        training(ToyVaeRun.order(folder, 8, false), p -> {}).run();
        VaeTraining.Order order = ToyVaeRun.order(folder, 16, true);
        VaeTraining.Order other = new VaeTraining.Order(
                new VaeConfig(1, 32, List.of(8, 8), 1, 1),
                order.config(),
                order.budget(),
                folder,
                order.checkpointEvery(),
                true,
                "toy",
                "cpu");
        assertThrows(TrainingException.class, () -> training(other, p -> {}).run());
    }

    @Test
    void cropsThatTheNetworksCannotHalveAreRefused() {
        assertTrue(refused(24).contains("divisible by the network's factor 16, found 24"), refused(24));
        assertTrue(refused(8).contains("at least 16 pixels, which the encoder can see, found 8"), refused(8));
    }

    private String refused(int crop) {
        VaeTraining.Order order = ToyVaeRun.order(folder, 8, false);
        VaeTrainingConfig config = new VaeTrainingConfig(crop, 8, 0.5, 4e-3, 5, 0.7, 1, 8, 1e-3, 1e-4, 3);
        return String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> new VaeTraining.Order(
                                new VaeConfig(1, 96, List.of(8, 8, 8, 8), 1, 1),
                                config,
                                order.budget(),
                                folder,
                                order.checkpointEvery(),
                                false,
                                "toy",
                                "cpu"))
                .getMessage());
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
