package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;

/** A fully connected layer of spectral norm 1, without bias: {@code [batch, in]} to {@code [batch, out]}. */
final class SpectralDense extends SpectralLayer {
    private final int out;

    SpectralDense(String name, int in, int out) {
        super(name, new Shape(out, in));
        this.out = out;
    }

    NDArray apply(NDArray x) {
        return Linear.linear(x, normalized(x.getManager())).singletonOrThrow();
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.singletonOrThrow());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return new Shape[] {new Shape(in[0].get(0), out)};
    }
}
