package dev.flawsmith.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Memory outside the Java heap that grows to the largest call and is used again, aligned alike in every run. */
final class DirectFloats {
    /** A cache line, and the widest vector of a kernel. */
    private static final int ALIGNMENT = 64;

    private FloatBuffer memory = allocate(0);

    /** The first {@code length} values. */
    FloatBuffer first(int length) {
        if (memory.capacity() < length) {
            memory = allocate(length);
        }
        return memory.slice(0, length);
    }

    /** A copy of {@code values}. */
    FloatBuffer holding(float[] values) {
        return holding(values, 0, values.length);
    }

    /** A copy of part of {@code values}. */
    FloatBuffer holding(float[] values, int from, int length) {
        FloatBuffer held = first(length);
        held.put(0, values, from, length);
        return held;
    }

    private static FloatBuffer allocate(int length) {
        // The slice begins and ends on a boundary: one more at either end, whatever the memory begins on.
        return ByteBuffer.allocateDirect(Float.BYTES * length + 2 * ALIGNMENT)
                .alignedSlice(ALIGNMENT)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
