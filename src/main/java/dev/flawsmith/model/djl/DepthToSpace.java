package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Channels as patches of an image: {@link SpaceToDepth} backwards. No weights. */
final class DepthToSpace {
    private DepthToSpace() {}

    /** {@code [b, c * p * p, g, g]} to {@code [b, c, g * p, g * p]}. */
    static NDArray apply(NDArray x, int p) {
        Shape shape = x.getShape();
        long c = shape.get(1) / ((long) p * p);
        long g = shape.get(2);
        return x.reshape(-1, c, p, p, g, g).transpose(0, 1, 4, 2, 5, 3).reshape(-1, c, g * p, g * p);
    }
}
