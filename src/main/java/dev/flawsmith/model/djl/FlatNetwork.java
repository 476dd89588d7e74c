package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * What networks of every kind share: their weights are views of one flat vector on a device, so that optimiser, average and
 * checkpoints handle one array. Weights, manager and all that is under it end with {@link #close()}. One thread at a time
 * while training; any number for the forward pass otherwise.
 */
public abstract sealed class FlatNetwork implements AutoCloseable
        permits DjlNetwork,
                EncoderNetwork,
                ClassifierNetwork,
                GeneratorNetwork,
                DiscriminatorNetwork,
                VariationalNetwork,
                VaeNetwork {
    private final FlatWeights weights;

    FlatNetwork(FlatWeights weights) {
        this.weights = weights;
    }

    /** The device's manager; make sub-managers of it. */
    public final NDManager manager() {
        return weights.manager();
    }

    /** The weights; change them in place between steps only. */
    public final NDArray weights() {
        return weights.vector();
    }

    /** The gradient as one flat vector, attached to {@code scope}; resets the tensors' own gradients to zero. */
    public final NDArray takeGradient(NDManager scope) {
        return weights.takeGradient(scope);
    }

    /** Runs a pass over images outside of any gradient, in a scope of its own; a row an image. */
    final float[][] rows(float[] images, Shape shape, UnaryOperator<NDArray> pass) {
        int batch = Math.toIntExact(shape.get(0));
        try (NDManager scope = manager().newSubManager()) {
            float[] flat =
                    pass.apply(AlignedArrays.create(scope, images, shape)).toFloatArray();
            int columns = flat.length / batch;
            float[][] rows = new float[batch][];
            for (int i = 0; i < batch; i++) {
                rows[i] = Arrays.copyOfRange(flat, i * columns, (i + 1) * columns);
            }
            return rows;
        }
    }

    @Override
    public final void close() {
        weights.close();
    }
}
