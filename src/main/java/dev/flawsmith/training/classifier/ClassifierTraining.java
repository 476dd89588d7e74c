package dev.flawsmith.training.classifier;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.ClassifierShape;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.ClassifierNetwork;
import dev.flawsmith.training.AdamW;
import dev.flawsmith.training.InitialWeights;
import dev.flawsmith.training.TrainingException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Trains a classifier from random weights. The weights it ends with are a function of examples and configuration, on one
 * machine with one number of threads.
 */
public final class ClassifierTraining {
    private final ClassifierShape shape;
    private final ClassifierConfig config;
    private final ClassifierExamples examples;
    private final String device;
    private final AtomicBoolean stop = new AtomicBoolean();

    /**
     * What is to be trained, on what, where.
     *
     * @param shape for images and classes as the examples have them
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     * @throws IllegalArgumentException if shape and examples disagree
     */
    public ClassifierTraining(
            ClassifierShape shape, ClassifierConfig config, ClassifierExamples examples, String device) {
        if (shape.imageChannels() != 1
                || shape.imageSize() != examples.size()
                || shape.classes() != examples.classes().size()) {
            throw new IllegalArgumentException("expected a network for grey images of " + examples.size()
                    + " pixels and " + examples.classes().size() + " classes, found " + shape);
        }
        this.shape = shape;
        this.config = config;
        this.examples = examples;
        this.device = device;
    }

    /** Asks a run to end after its current step, without a result; from any thread. */
    public void stop() {
        stop.set(true);
    }

    /**
     * Trains.
     *
     * @return the classifier, which the caller closes
     * @throws TrainingException if the loss stops being a number
     * @throws CancellationException if it was stopped
     */
    public TrainedClassifier run() {
        float[] initial = InitialWeights.of(ClassifierNetwork.tensors(shape), config.seed());
        try (ClassifierNetwork network = ClassifierNetwork.create(shape, initial, device, true)) {
            AdamW optimizer = new AdamW(
                    0.9f,
                    0.99f,
                    (float) config.weightDecay(),
                    zeros(network.manager(), initial.length),
                    zeros(network.manager(), initial.length));
            ClassifierStep step = new ClassifierStep(network, config, optimizer);
            ExampleSource batches = new ExampleSource(examples, config);
            for (int done = 0; done < config.steps(); done++) {
                if (stop.get()) {
                    throw new CancellationException("stopped after " + done + " of " + config.steps() + " steps");
                }
                double loss = step.run(batches.at(done), done);
                if (!Double.isFinite(loss)) {
                    throw new TrainingException("expected a finite loss and gradient, found " + loss + " at step "
                            + done + " of a classifier");
                }
            }
            return TrainedClassifier.of(
                    shape, examples.classes(), network.weights().toFloatArray(), device);
        }
    }

    private static NDArray zeros(NDManager manager, int size) {
        return AlignedArrays.create(manager, new float[size], new Shape(size));
    }
}
