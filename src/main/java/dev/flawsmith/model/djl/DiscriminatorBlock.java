package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * A residual block that halves the grid (Miyato et al. 2018, figure 5; the first one without an activation before it): leaky ReLU,
 * 3×3 convolution, leaky ReLU, 3×3 convolution, mean over 2×2, plus the projected and halved input. Every weight has spectral norm
 * {@link SpectralConvolution#GAIN}.
 */
final class DiscriminatorBlock extends Layer {
    private static final float SLOPE = 0.2f;
    private static final Shape TWO = new Shape(2, 2);
    private static final Shape NONE = new Shape(0, 0);

    private final int out;
    private final boolean first;
    private final SpectralConvolution conv1;
    private final SpectralConvolution conv2;
    private final SpectralConvolution skip;

    DiscriminatorBlock(String name, int in, int out, boolean first) {
        this.out = out;
        this.first = first;
        conv1 = child("conv1", new SpectralConvolution(name + ".conv1", in, out, 3));
        conv2 = child("conv2", new SpectralConvolution(name + ".conv2", out, out, 3));
        skip = child("skip", new SpectralConvolution(name + ".skip", in, out, 1));
    }

    static NDArray activated(NDArray x) {
        return x.getNDArrayInternal().leakyRelu(SLOPE);
    }

    NDArray apply(NDArray x) {
        NDArray h = conv1.apply(first ? x : activated(x));
        h = conv2.apply(activated(h));
        return halved(h).add(skip.apply(halved(x)));
    }

    private static NDArray halved(NDArray x) {
        return x.getNDArrayInternal().avgPool(TWO, TWO, NONE, false, true);
    }

    /** In the order of their state. */
    List<SpectralLayer> spectral() {
        return List.of(conv1, conv2, skip);
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.singletonOrThrow());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return new Shape[] {new Shape(in[0].get(0), out, in[0].get(2) / 2, in[0].get(3) / 2)};
    }
}
