package dev.flawsmith.training.classifier;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.ClassifierNetwork;
import dev.flawsmith.training.AdamW;
import dev.flawsmith.training.Annealing;
import dev.flawsmith.training.Learner;
import java.util.Arrays;

/** One step: forward, cross entropy to smoothed labels, backward, clipped AdamW step. One native scope. */
final class ClassifierStep {
    private static final double MAX_GRADIENT_NORM = 5;

    private final ClassifierNetwork network;
    private final ClassifierConfig config;
    private final AdamW optimizer;

    ClassifierStep(ClassifierNetwork network, ClassifierConfig config, AdamW optimizer) {
        this.network = network;
        this.config = config;
        this.optimizer = optimizer;
    }

    /**
     * Does one step; leaves the weights alone when loss or gradient is not finite.
     *
     * @param step number of steps done before
     * @return the loss; not finite where the gradient is not
     */
    double run(ExampleSource.Batch batch, int step) {
        ImageShape image = network.shape().image();
        int n = batch.classes().length;
        int classes = network.shape().classes();
        try (NDManager scope = network.manager().newSubManager()) {
            Shape shape = new Shape(n, image.channels(), image.height(), image.width());
            NDArray images = AlignedArrays.create(scope, batch.images(), shape);
            NDArray targets = AlignedArrays.create(scope, targets(batch.classes(), classes), new Shape(n, classes));
            float loss;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray entropy =
                        network.forward(images).logSoftmax(1).mul(targets).sum().neg();
                collector.backward(entropy);
                loss = entropy.getFloat();
            }
            NDArray gradient = network.takeGradient(scope);
            double norm = Learner.norm(gradient);
            if (!Double.isFinite(norm)) {
                return Double.NaN;
            }
            if (Float.isFinite(loss)) {
                float clip = Annealing.clip(norm, MAX_GRADIENT_NORM);
                optimizer.step(network.weights(), gradient, clip, (float) config.learningRateAt(step), step + 1L);
            }
            return loss;
        }
    }

    /** Smoothed labels over the number of rows, so that the loss is a mean. */
    private float[] targets(int[] rows, int classes) {
        float[] targets = new float[rows.length * classes];
        double smoothing = config.labelSmoothing();
        Arrays.fill(targets, (float) (smoothing / classes / rows.length));
        for (int i = 0; i < rows.length; i++) {
            targets[i * classes + rows[i]] += (float) ((1 - smoothing) / rows.length);
        }
        return targets;
    }
}
