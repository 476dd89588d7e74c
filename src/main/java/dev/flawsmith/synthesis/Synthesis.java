package dev.flawsmith.synthesis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntSupplier;

/**
 * A request under way. Always completes: with every image in order of index, or with a {@link SynthesisException}.
 *
 * @param request what was asked
 * @param images the images, ordered by index
 * @param cancellation call it to stop the work at the next tick; safe at any time, more than once
 * @param ahead how many images of others have to be finished before the first of these begins; 0 once it has, or where nobody
 *     knows. Cheap; from any thread
 */
public record Synthesis(
        SynthesisRequest request,
        CompletableFuture<List<SynthesizedImage>> images,
        Runnable cancellation,
        IntSupplier ahead) {
    /** One that does not know its place in a queue. */
    public Synthesis(
            SynthesisRequest request, CompletableFuture<List<SynthesizedImage>> images, Runnable cancellation) {
        this(request, images, cancellation, () -> 0);
    }

    /** What made {@link #images} fail, out of the wrapping that futures put it in. */
    public static RuntimeException failure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
}
