package dev.flawsmith.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.DjlNetwork;

/**
 * One step: forward, EDM loss (Karras et al. 2022, eq. 8, table 1: with weight {@code 1 / c_out^2} it is the mean squared
 * error of the raw network), backward, clipped AdamW step, power-function average of the weights. One native scope a step.
 */
final class TrainingStep {
    private final DjlNetwork network;
    private final TrainingConfig config;
    private final Learner learner;

    TrainingStep(DjlNetwork network, TrainingConfig config, Learner learner) {
        this.network = network;
        this.config = config;
        this.learner = learner;
    }

    /** The loss and the gradient's norm before clipping. */
    record Outcome(double loss, double gradientNorm) {}

    /**
     * Does one step; leaves the weights alone when loss or gradient is not finite.
     *
     * @param step number of steps done before
     * @param learningRate of this step
     */
    Outcome run(TrainingBatch batch, long step, double learningRate) {
        UNetConfig net = network.config();
        int n = batch.level().length;
        Shape image = new Shape(n, net.imageChannels(), net.imageSize(), net.imageSize());
        try (NDManager scope = network.manager().newSubManager()) {
            NDList inputs = new NDList(
                    AlignedArrays.create(scope, batch.input(), image),
                    AlignedArrays.create(scope, batch.level(), new Shape(n, 1)),
                    AlignedArrays.create(scope, batch.label(), new Shape(n, net.classes())),
                    AlignedArrays.create(scope, batch.sentence(), new Shape(n, net.textDimension())),
                    AlignedArrays.create(scope, batch.changes(), new Shape(n, net.augmentDimension())));
            NDArray target = AlignedArrays.create(scope, batch.target(), image);
            float loss;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray error = network.forward(inputs).sub(target).square().mean();
                collector.backward(error);
                loss = error.getFloat();
            }
            NDArray gradient = network.takeGradient(scope);
            double norm = Learner.norm(gradient);
            if (Float.isFinite(loss) && Double.isFinite(norm)) {
                learner.learn(
                        gradient, norm, config.maxGradientNorm(), learningRate, step + 1, config.emaDecayAt(step + 1));
            }
            return new Outcome(loss, norm);
        }
    }
}
