package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * A residual block that is told nothing but the image (He et al. 2016, pre-activation, with group normalisation): norm,
 * GELU, 3×3 convolution, twice, the second one zero-initialised, plus the projected input.
 */
final class PlainBlock extends Layer {
    private final int out;
    private final GroupNorm norm1;
    private final Convolution conv1;
    private final GroupNorm norm2;
    private final Convolution conv2;
    private final Convolution skip;

    PlainBlock(String name, int in, int out) {
        this.out = out;
        norm1 = child("norm1", new GroupNorm(name + ".norm1", in));
        conv1 = child("conv1", new Convolution(name + ".conv1", in, out, 3, WeightSlot.Start.FAN_IN));
        norm2 = child("norm2", new GroupNorm(name + ".norm2", out));
        conv2 = child("conv2", new Convolution(name + ".conv2", out, out, 3, WeightSlot.Start.ZERO));
        skip = child("skip", new Convolution(name + ".skip", in, out, 1, WeightSlot.Start.FAN_IN));
    }

    NDArray apply(NDArray x) {
        NDArray h = conv1.apply(Activation.gelu(norm1.apply(x)));
        h = conv2.apply(Activation.gelu(norm2.apply(h)));
        return h.add(skip.apply(x));
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
