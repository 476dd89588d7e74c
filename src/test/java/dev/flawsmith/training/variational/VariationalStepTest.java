package dev.flawsmith.training.variational;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.djl.VariationalNetwork;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.Checkpoint;
import dev.flawsmith.training.InitialWeights;
import dev.flawsmith.training.Learner;
import dev.flawsmith.training.TrainingLoop;
import dev.flawsmith.training.generator.FlippedPhotos;
import dev.flawsmith.training.generator.StripedPhotos;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariationalStepTest {
    private static final GeneratorConfig NETWORK = new GeneratorConfig(1, 16, 8, 2, 16, List.of(16, 16, 16));
    private static final VariationalConfig CONFIG = new VariationalConfig(4, 1e-3, 0, 0.9, 1e9, 1, 16, 0, 1);
    private static final float[] NOISE = new Noise(3, 0).standardNormal(0, 4 * 8);
    private static final FlippedPhotos.Rows PHOTOS = new FlippedPhotos(StripedPhotos.of(), 4, 1).at(0, 0);

    /**
     * The first moment after a step whose first decay is 0 is the gradient of what was trained. Along its own direction the reported
     * bound must change as much as its length says: were the two different functions, it would not.
     */
    @Test
    void whatIsTrainedIsTheBoundThatIsReported() {
        float[] weights = InitialWeights.of(VariationalNetwork.tensors(NETWORK), 5);
        Seen here = step(weights);
        double length = 0;
        for (float g : here.gradient()) {
            length += (double) g * g;
        }
        length = Math.sqrt(length);
        float[] up = weights.clone();
        float[] down = weights.clone();
        double by = 2e-3;
        for (int i = 0; i < weights.length; i++) {
            up[i] += (float) (by * here.gradient()[i] / length);
            down[i] -= (float) (by * here.gradient()[i] / length);
        }
        double slope = (step(up).bound() - step(down).bound()) / (2 * by);
        assertEquals(length, slope, 0.03 * length);
    }

    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    private record Seen(double bound, float[] gradient) {}

    private static Seen step(float[] weights) {
        try (VariationalNetwork network = VariationalNetwork.create(NETWORK, weights, Device.cpu())) {
            Learner learner = learner(network, weights);
            VariationalStep.Outcome outcome = new VariationalStep(network, CONFIG, learner).run(PHOTOS, NOISE, 0, 1e-9);
            assertTrue(outcome.isFinite(), outcome.toString());
            return new Seen(
                    outcome.negativeBound(),
                    learner.checkpoint("toy", new TrainingLoop.Position(1, 4, 0, 1))
                            .mean());
        }
    }

    @Test
    void stepsLeaveNothingInTheEnginesMemory() {
        float[] weights = InitialWeights.of(VariationalNetwork.tensors(NETWORK), 5);
        try (VariationalNetwork network = VariationalNetwork.create(NETWORK, weights, Device.cpu())) {
            VariationalStep step = new VariationalStep(network, CONFIG, learner(network, weights));
            step.run(PHOTOS, NOISE, 0, 1e-3);
            int held = network.manager().getManagedArrays().size();
            for (int i = 1; i < 8; i++) {
                step.run(PHOTOS, NOISE, i, 1e-3);
            }
            assertEquals(held, network.manager().getManagedArrays().size());
        }
    }

    private static Learner learner(VariationalNetwork network, float[] weights) {
        return Learner.of(network, Checkpoint.fresh("toy", weights), CONFIG.beta1(), CONFIG.beta2(), 0);
    }
}
