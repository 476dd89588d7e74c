package dev.flawsmith.batching;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells a failure for want of memory, which fewer rows may cure, from every other failure. */
final class MemoryShortage {
    /** What the engines say, in lower case; none of them has a type for it. */
    private static final List<String> SIGNS = List.of(
            "out of memory", // PyTorch on a GPU ("CUDA out of memory", c10::OutOfMemoryError), CUDA itself
            "can't allocate memory", // PyTorch on a CPU, DefaultCPUAllocator
            "not enough memory", // the same on Windows
            "failed to allocate memory", // ONNX Runtime, BFCArena
            "smaller than requested bytes", // ONNX Runtime's arena at its limit
            "alloc_failed", // CUBLAS_STATUS_ALLOC_FAILED, CUDNN_STATUS_ALLOC_FAILED
            "bad_alloc", // C++
            "bad allocation");

    private static final int DEEPEST = 8;

    private MemoryShortage() {}

    static boolean is(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError || says(cause.getMessage())) {
                return true;
            }
        }
        return false;
    }

    private static boolean says(@Nullable String message) {
        String lower = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return SIGNS.stream().anyMatch(lower::contains);
    }
}
