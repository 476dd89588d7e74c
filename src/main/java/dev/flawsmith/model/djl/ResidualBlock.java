package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import org.jspecify.annotations.Nullable;

/**
 * A residual block with adaptive group normalisation (Dhariwal and Nichol 2021, "AdaGN"): norm, GELU, 3×3 convolution,
 * norm scaled and shifted by the embedding, GELU, zero-initialised 3×3 convolution, plus the (projected) input.
 */
final class ResidualBlock extends Layer {
    private final int out;
    private final GroupNorm norm1;
    private final Convolution conv1;
    private final Dense embedding;
    private final GroupNorm norm2;
    private final Convolution conv2;
    private final @Nullable Convolution skip;

    ResidualBlock(String name, int in, int out, int embeddingChannels) {
        this.out = out;
        norm1 = child("norm1", new GroupNorm(name + ".norm1", in));
        conv1 = child("conv1", new Convolution(name + ".conv1", in, out, 3, WeightSlot.Start.FAN_IN));
        embedding =
                child("embedding", new Dense(name + ".embedding", embeddingChannels, 2 * out, WeightSlot.Start.ZERO));
        norm2 = child("norm2", new GroupNorm(name + ".norm2", out));
        conv2 = child("conv2", new Convolution(name + ".conv2", out, out, 3, WeightSlot.Start.ZERO));
        skip = in == out ? null : child("skip", new Convolution(name + ".skip", in, out, 1, WeightSlot.Start.FAN_IN));
    }

    /**
     * @param x {@code [batch, in, h, w]}
     * @param e {@code [batch, embedding]}, activated
     */
    NDArray apply(NDArray x, NDArray e) {
        NDArray h = conv1.apply(Activation.gelu(norm1.apply(x)));
        NDList halves = embedding.apply(e).split(2, 1);
        h = conv2.apply(Activation.gelu(norm2.apply(h, halves.get(0), halves.get(1))));
        return h.add(skip == null ? x : skip.apply(x));
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.get(0), inputs.get(1));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return new Shape[] {new Shape(in[0].get(0), out, in[0].get(2), in[0].get(3))};
    }
}
