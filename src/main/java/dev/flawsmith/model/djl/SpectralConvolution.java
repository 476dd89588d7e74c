package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/**
 * A k×k convolution of spectral norm {@link #GAIN}, stride 1, "same" padding: {@code [batch, in, h, w]} to
 * {@code [batch, out, h, w]}. Channels are whole blocks of the engine's kernels, for which see {@link Convolution}.
 */
final class SpectralConvolution extends SpectralLayer {
    /**
     * What weights of norm 1 are multiplied by. Random weights of norm 1 halve what goes through them, leaky ReLU and the averages
     * take more: after five blocks the biases were all that the discriminator saw.
     */
    static final double GAIN = 2;

    private static final int BLOCK = 16;
    private static final Shape ONE = new Shape(1, 1);

    private final int out;
    private final Shape padding;
    private final WeightSlot bias;

    SpectralConvolution(String name, int in, int out, int kernel) {
        super(name, new Shape(out, in, kernel, kernel));
        if (out % BLOCK != 0 || (in > BLOCK && in % BLOCK != 0)) {
            throw new IllegalArgumentException(
                    "expected channels of whole blocks of " + BLOCK + ", found " + in + " and " + out);
        }
        this.out = out;
        this.padding = new Shape(kernel / 2, kernel / 2);
        this.bias = weight(name + ".bias", new Shape(out), WeightSlot.Start.ZERO);
    }

    NDArray apply(NDArray x) {
        return Conv2d.conv2d(x, scaled(normalized(x.getManager()), GAIN), bias.array(), ONE, padding)
                .singletonOrThrow();
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
