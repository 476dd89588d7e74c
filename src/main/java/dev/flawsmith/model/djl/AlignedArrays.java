package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays in memory of the engine's own allocator. DJL hands the engine a Java buffer, aligned to 16 bytes by chance;
 * matrix kernels pick their code, and so their last bits, by alignment. A copy is aligned alike in every run.
 */
public final class AlignedArrays {
    private AlignedArrays() {}

    /** A copy of the values as an array of {@code scope}. */
    public static NDArray create(NDManager scope, float[] values, Shape shape) {
        try (NDArray java = scope.create(values, shape)) {
            NDArray copy = java.duplicate();
            copy.attach(scope);
            return copy;
        }
    }
}
