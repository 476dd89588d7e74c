package dev.flawsmith.model;

import java.util.Arrays;

/**
 * A named float tensor as it is stored.
 *
 * @param name unique in its file
 * @param shape dimensions, row-major
 * @param values {@code product(shape)} values; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
public record Tensor(String name, long[] shape, float[] values) {
    public Tensor {
        long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (size != values.length) {
            throw new IllegalArgumentException("expected " + size + " values for " + name + " of shape "
                    + Arrays.toString(shape) + ", found " + values.length);
        }
    }
}
