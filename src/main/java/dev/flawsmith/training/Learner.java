package dev.flawsmith.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.FlatNetwork;

/**
 * A network under AdamW, and the average of its weights: what a {@link Checkpoint} keeps of a run beside its position. Its arrays
 * end with the network. One thread.
 */
public final class Learner {
    private final FlatNetwork network;
    private final AdamW optimizer;
    private final NDArray average;

    private Learner(FlatNetwork network, AdamW optimizer, NDArray average) {
        this.network = network;
        this.optimizer = optimizer;
        this.average = average;
    }

    /**
     * Goes on from a checkpoint, whose weights the network has already.
     *
     * @param beta1 AdamW's first decay, in [0, 1)
     * @param beta2 its second decay, in [0, 1)
     * @param weightDecay share of the weights taken off a step, times the rate
     */
    public static Learner of(FlatNetwork network, Checkpoint start, double beta1, double beta2, double weightDecay) {
        NDManager manager = network.manager();
        AdamW optimizer = new AdamW(
                (float) beta1,
                (float) beta2,
                (float) weightDecay,
                array(manager, start.mean()),
                array(manager, start.square()));
        return new Learner(network, optimizer, array(manager, start.average()));
    }

    private static NDArray array(NDManager manager, float[] values) {
        return AlignedArrays.create(manager, values, new Shape(values.length));
    }

    /** The length of a gradient. */
    public static double norm(NDArray gradient) {
        return Math.sqrt(gradient.square().sum().getFloat());
    }

    /**
     * Moves the weights by a gradient, and the average after them.
     *
     * @param gradient {@code [weights]}, finite, of the step's scope; changed
     * @param norm its length
     * @param most it is shortened to this length
     * @param step number of this step, from 1 on
     * @param averageDecay how much of the average stays, in [0, 1)
     */
    public void learn(NDArray gradient, double norm, double most, double learningRate, long step, double averageDecay) {
        optimizer.step(network.weights(), gradient, Annealing.clip(norm, most), (float) learningRate, step);
        Annealing.follow(average, network.weights(), averageDecay, gradient.getManager());
    }

    /** The averaged weights, flat. */
    public float[] average() {
        return average.toFloatArray();
    }

    /** The run's state at a position, taken from the engine's memory. */
    public Checkpoint checkpoint(String identity, TrainingLoop.Position position) {
        return new Checkpoint(
                identity,
                position.step(),
                position.seconds(),
                network.weights().toFloatArray(),
                optimizer.mean().toFloatArray(),
                optimizer.square().toFloatArray(),
                average());
    }
}
