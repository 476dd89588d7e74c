package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
import dev.flawsmith.model.UNetConfig;

/**
 * Group normalisation (Wu and He 2018) of {@code [batch, channels, h, w]}. DJL has no call for it; one layer norm over
 * {@code [batch, groups, -1]} with identity weights, then the per-channel scale and shift, equals it and is one kernel.
 */
final class GroupNorm extends Layer {
    private static final float EPSILON = 1e-5f;

    private final int channels;
    private final int groups;
    private final WeightSlot scale;
    private final WeightSlot shift;

    GroupNorm(String name, int channels) {
        this.channels = channels;
        this.groups = UNetConfig.groups(channels);
        this.scale = weight(name + ".weight", new Shape(channels), WeightSlot.Start.ONE);
        this.shift = weight(name + ".bias", new Shape(channels), WeightSlot.Start.ZERO);
    }

    /** Normalises, then scales and shifts by the learnt weights. */
    NDArray apply(NDArray x) {
        return normalized(x).mul(column(scale, x)).add(column(shift, x));
    }

    /**
     * Normalises, then scales and shifts adaptively: {@code n * w * (1 + s) + (b * (1 + s) + t)}; the product of the small
     * {@code [batch, channels]} factors is taken first, so the image-sized work is one multiplication and one addition.
     *
     * @param s {@code [batch, channels]}
     * @param t {@code [batch, channels]}
     */
    NDArray apply(NDArray x, NDArray s, NDArray t) {
        NDArray factor = s.add(1);
        NDArray mul = factor.mul(scale.array());
        NDArray add = factor.mul(shift.array()).add(t);
        return normalized(x).mul(mul.reshape(-1, channels, 1, 1)).add(add.reshape(-1, channels, 1, 1));
    }

    /** A weight as {@code [1, channels, 1, 1]}, in the scope of {@code x}: DJL would attach it to the weight's, which never closes. */
    private NDArray column(WeightSlot slot, NDArray x) {
        NDArray column = slot.array().reshape(1, channels, 1, 1);
        column.attach(x.getManager());
        return column;
    }

    private NDArray normalized(NDArray x) {
        Shape shape = x.getShape();
        Shape row = new Shape(channels / groups * shape.get(2) * shape.get(3));
        NDArray ones = x.getManager().ones(row, DataType.FLOAT32);
        NDArray zeros = x.getManager().zeros(row, DataType.FLOAT32);
        return LayerNorm.layerNorm(x.reshape(shape.get(0), groups, row.get(0)), row, ones, zeros, EPSILON)
                .singletonOrThrow()
                .reshape(shape);
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
