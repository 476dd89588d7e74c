package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/** A k×k convolution, stride 1, "same" padding: {@code [batch, in, h, w]} to {@code [batch, out, h, w]}. */
final class Convolution extends Layer {
    private static final Shape ONE = new Shape(1, 1);

    private final int out;
    private final Shape padding;
    private final WeightSlot weight;
    private final WeightSlot bias;

    Convolution(String name, int in, int out, int kernel, WeightSlot.Start start) {
        this.out = out;
        this.padding = new Shape(kernel / 2, kernel / 2);
        this.weight = weight(name + ".weight", new Shape(out, in, kernel, kernel), start);
        this.bias = weight(name + ".bias", new Shape(out), WeightSlot.Start.ZERO);
    }

    NDArray apply(NDArray x) {
        return Conv2d.conv2d(x, weight.array(), bias.array(), ONE, padding).singletonOrThrow();
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.singletonOrThrow());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return new Shape[] {new Shape(in[0].get(0), out, in[0].get(2), in[0].get(3))};
    }
}
