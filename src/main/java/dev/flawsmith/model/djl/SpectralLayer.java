package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** A layer whose weight is divided by its largest singular value before every use. */
abstract class SpectralLayer extends Layer {
    private final WeightSlot weight;
    private SpectralNorm norm; // bound after the weights

    @SuppressWarnings("NullAway.Init")
    SpectralLayer(String name, Shape shape) {
        this.weight = weight(name + ".weight", shape, WeightSlot.Start.FAN_IN);
    }

    /** Values that the norm's state has. */
    final int stateSize() {
        return (int) weight.shape().get(0);
    }

    /** Takes the norm's state; the weights must be bound. */
    final void bind(float[] state, NDManager manager) {
        norm = new SpectralNorm(weight, state, manager);
    }

    final SpectralNorm norm() {
        return norm;
    }

    /** The weight to use, in {@code scope}. */
    final NDArray normalized(NDManager scope) {
        return norm.apply(scope);
    }
}
