package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/** Multi-head self-attention over the pixels of {@code [batch, channels, h, w]}, residual, zero-initialised output. */
final class SelfAttention extends Layer {
    private final int channels;
    private final int heads;
    private final GroupNorm norm;
    private final Convolution qkv;
    private final Convolution projection;

    SelfAttention(String name, int channels, int heads) {
        this.channels = channels;
        this.heads = heads;
        if (channels % heads != 0) {
            throw new IllegalArgumentException(
                    "expected channels divisible by " + heads + " heads, found " + channels + " channels");
        }
        norm = child("norm", new GroupNorm(name + ".norm", channels));
        qkv = child("qkv", new Convolution(name + ".qkv", channels, 3 * channels, 1, WeightSlot.Start.FAN_IN));
        projection = child(
                "projection", new Convolution(name + ".projection", channels, channels, 1, WeightSlot.Start.ZERO));
    }

    NDArray apply(NDArray x) {
        Shape shape = x.getShape();
        long batch = shape.get(0);
        long tokens = shape.get(2) * shape.get(3);
        int headChannels = channels / heads;
        NDList parts = qkv.apply(norm.apply(x))
                .reshape(batch, 3L * heads, headChannels, tokens)
                .split(3, 1);
        NDArray q = scaled(parts.get(0).transpose(0, 1, 3, 2), 1 / Math.sqrt(headChannels));
        NDArray weights = q.matMul(parts.get(1)).softmax(-1);
        NDArray mixed = parts.get(2).matMul(weights.transpose(0, 1, 3, 2)).reshape(shape);
        return x.add(projection.apply(mixed));
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.singletonOrThrow());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return in;
    }
}
