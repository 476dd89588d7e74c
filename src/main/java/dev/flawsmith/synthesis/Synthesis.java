package dev.flawsmith.synthesis;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A request under way. Always completes: with every image in order of index, or with a {@link SynthesisException}.
 *
 * @param request what was asked
 * @param images the images, ordered by index
 * @param cancellation call it to stop the work at the next tick; safe at any time, more than once
 */
public record Synthesis(
        SynthesisRequest request, CompletableFuture<List<SynthesizedImage>> images, Runnable cancellation) {}
