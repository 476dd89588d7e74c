package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/** A k×k convolution, stride 1, "same" padding: {@code [batch, in, h, w]} to {@code [batch, out, h, w]}. */
final class Convolution extends Layer {
    private static final Shape ONE = new Shape(1, 1);

    /**
     * Channels that the engine's CPU kernels take at a time. oneDNN (3.7.1, in libtorch 2.7.1) fills the last block of a k×k
     * convolution's output gradient with zeros for its weights only: what lies in memory behind the gradient is multiplied by
     * them, and where that reads as NaN or infinite so does the input's gradient. While learning, such a convolution
     * computes the whole block, with weights of zero, and drops what is too many.
     */
    private static final int BLOCK = 16;

    private final int out;
    private final int spare;
    private final Shape padding;
    private final WeightSlot weight;
    private final WeightSlot bias;

    Convolution(String name, int in, int out, int kernel, WeightSlot.Start start) {
        this.out = out;
        this.spare = kernel == 1 ? 0 : Math.floorMod(-out, BLOCK);
        this.padding = new Shape(kernel / 2, kernel / 2);
        this.weight = weight(name + ".weight", new Shape(out, in, kernel, kernel), start);
        this.bias = weight(name + ".bias", new Shape(out), WeightSlot.Start.ZERO);
    }

    NDArray apply(NDArray x) {
        NDArray kernels = weight.array();
        if (spare == 0 || !kernels.hasGradient()) {
            return convolve(x, kernels, bias.array());
        }
        NDManager scope = x.getManager();
        NDArray all = withZeros(kernels, scope);
        return convolve(x, all, withZeros(bias.array(), scope)).get(new NDIndex(":, 0:" + out));
    }

    private NDArray convolve(NDArray x, NDArray kernels, NDArray shifts) {
        return Conv2d.conv2d(x, kernels, shifts, ONE, padding).singletonOrThrow();
    }

    /** The weights and, behind them, zeros for the spare channels, in {@code scope}. */
    private NDArray withZeros(NDArray weights, NDManager scope) {
        long[] shape = weights.getShape().getShape();
        shape[0] = spare;
        NDArray all = weights.concat(scope.zeros(new Shape(shape)), 0);
        all.attach(scope); // DJL attached it to the weights', which never closes
        return all;
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
