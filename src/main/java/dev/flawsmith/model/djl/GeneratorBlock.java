package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * A residual block that doubles the grid (Miyato et al. 2018, figure 5; conditional norms as Brock et al. 2019, figure 15, with
 * groups in place of batches, so that an image depends on no other): norm told by the embedding, GELU, nearest doubling, 3×3
 * convolution, norm told, GELU, 3×3 convolution, plus the projected and doubled input.
 */
final class GeneratorBlock extends Layer {
    private final int out;
    private final Dense embedding1;
    private final GroupNorm norm1;
    private final Convolution conv1;
    private final Dense embedding2;
    private final GroupNorm norm2;
    private final Convolution conv2;
    private final Convolution skip;

    GeneratorBlock(String name, int in, int out, int embeddingChannels) {
        this.out = out;
        embedding1 = child("embedding1", told(name + ".embedding1", embeddingChannels, in));
        norm1 = child("norm1", new GroupNorm(name + ".norm1", in));
        conv1 = child("conv1", new Convolution(name + ".conv1", in, out, 3, WeightSlot.Start.FAN_IN));
        embedding2 = child("embedding2", told(name + ".embedding2", embeddingChannels, out));
        norm2 = child("norm2", new GroupNorm(name + ".norm2", out));
        conv2 = child("conv2", new Convolution(name + ".conv2", out, out, 3, WeightSlot.Start.FAN_IN));
        skip = child("skip", new Convolution(name + ".skip", in, out, 1, WeightSlot.Start.FAN_IN));
    }

    private static Dense told(String name, int embeddingChannels, int channels) {
        return new Dense(name, embeddingChannels, 2 * channels, WeightSlot.Start.ZERO);
    }

    /**
     * Doubles the grid.
     *
     * @param x {@code [batch, in, h, w]}
     * @param e {@code [batch, embedding]}, activated
     * @return {@code [batch, out, 2h, 2w]}
     */
    NDArray apply(NDArray x, NDArray e) {
        NDList halves = embedding1.apply(e).split(2, 1);
        NDArray h = Activation.gelu(norm1.apply(x, halves.get(0), halves.get(1)));
        h = conv1.apply(doubled(h));
        halves = embedding2.apply(e).split(2, 1);
        h = conv2.apply(Activation.gelu(norm2.apply(h, halves.get(0), halves.get(1))));
        return h.add(doubled(skip.apply(x)));
    }

    private static NDArray doubled(NDArray x) {
        long[] size = {x.getShape().get(2) * 2, x.getShape().get(3) * 2};
        return x.getNDArrayInternal().interpolation(size, 0, false);
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.get(0), inputs.get(1));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return new Shape[] {new Shape(in[0].get(0), out, 2 * in[0].get(2), 2 * in[0].get(3))};
    }
}
