package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Coarser and finer grids of an image, without weights. */
final class Grids {
    private Grids() {}

    /** The averages of squares of {@code side} pixels: {@code [b, c, s, s]} to {@code [b, c, s / side, s / side]}. */
    static NDArray averaged(NDArray x, int side) {
        if (side == 1) {
            return x;
        }
        Shape square = new Shape(side, side);
        return x.getNDArrayInternal().avgPool(square, square, new Shape(0, 0), false, true);
    }

    /** Every pixel as a square of {@code side}: {@code [b, c, s, s]} to {@code [b, c, s * side, s * side]}. */
    static NDArray repeated(NDArray x, int side) {
        if (side == 1) {
            return x;
        }
        long[] size = {x.getShape().get(2) * side, x.getShape().get(3) * side};
        return x.getNDArrayInternal().interpolation(size, 0, false);
    }
}
