package dev.flawsmith.synthesis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A request under way. Always completes: with every image in order of index, or with a {@link SynthesisException}.
 *
 * @param request what was asked
 * @param images the images, ordered by index
 * @param cancellation call it to stop the work at the next tick; safe at any time, more than once
 */
public record Synthesis(
        SynthesisRequest request, CompletableFuture<List<SynthesizedImage>> images, Runnable cancellation) {
    /** What made {@link #images} fail, out of the wrapping that futures put it in. */
    public static RuntimeException failure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
}
