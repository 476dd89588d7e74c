package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;

/** A fully connected layer with bias: {@code [batch, in]} to {@code [batch, out]}. */
final class Dense extends Layer {
    private final int out;
    private final WeightSlot weight;
    private final WeightSlot bias;

    Dense(String name, int in, int out, WeightSlot.Start start) {
        this.out = out;
        this.weight = weight(name + ".weight", new Shape(out, in), start);
        this.bias = weight(name + ".bias", new Shape(out), WeightSlot.Start.ZERO);
    }

    NDArray apply(NDArray x) {
        return Linear.linear(x, weight.array(), bias.array()).singletonOrThrow();
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
