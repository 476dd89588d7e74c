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
     * Channels that the engine's CPU kernels (oneDNN 3.7.1, in libtorch 2.7.1) take at a time. Two of their k×k kernels do not
     * bear a last block that is not full, and multiply what lies in memory beside the channels:
     * <ul>
     *   <li>forward, on some processors with AVX-512, more than 16 input channels that are not a multiple of 16: the output is
     *       wrong by as much as itself;
     *   <li>backward, output channels that are not a multiple of 16: the weights there are zeros, so only memory that reads as
     *       NaN or infinite shows, and then the input's gradient is NaN.
     * </ul>
     * Such convolutions take channels of zeros up to a whole block, and drop what comes out of them.
     */
    private static final int BLOCK = 16;

    private final int out;
    private final int spareIn;
    private final int spareOut;
    private final Shape padding;
    private final WeightSlot weight;
    private final WeightSlot bias;

    Convolution(String name, int in, int out, int kernel, WeightSlot.Start start) {
        this.out = out;
        this.spareIn = kernel == 1 || in < BLOCK ? 0 : Math.floorMod(-in, BLOCK);
        this.spareOut = kernel == 1 ? 0 : Math.floorMod(-out, BLOCK);
        this.padding = new Shape(kernel / 2, kernel / 2);
        this.weight = weight(name + ".weight", new Shape(out, in, kernel, kernel), start);
        this.bias = weight(name + ".bias", new Shape(out), WeightSlot.Start.ZERO);
    }

    NDArray apply(NDArray x) {
        NDArray images = x;
        NDArray kernels = weight.array();
        NDManager scope = x.getManager();
        if (spareIn > 0) {
            images = withZeros(images, 1, spareIn, scope);
            kernels = withZeros(kernels, 1, spareIn, scope);
        }
        if (spareOut == 0 || !(weight.array().hasGradient() || x.hasGradient())) {
            return convolve(images, kernels, bias.array());
        }
        NDArray shifts = withZeros(bias.array(), 0, spareOut, scope);
        return convolve(images, withZeros(kernels, 0, spareOut, scope), shifts).get(new NDIndex(":, 0:" + out));
    }

    private NDArray convolve(NDArray x, NDArray kernels, NDArray shifts) {
        return Conv2d.conv2d(x, kernels, shifts, ONE, padding).singletonOrThrow();
    }

    /** The values and, behind them along {@code axis}, zeros for the spare channels, in {@code scope}. */
    private static NDArray withZeros(NDArray values, int axis, int spare, NDManager scope) {
        long[] shape = values.getShape().getShape().clone();
        shape[axis] = spare;
        NDArray all = values.concat(scope.zeros(new Shape(shape)), axis);
        all.attach(scope); // a weight's own manager never closes
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
