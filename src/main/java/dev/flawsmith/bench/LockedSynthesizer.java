package dev.flawsmith.bench;

import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.SynthesizedImage;
import dev.flawsmith.synthesis.Synthesizer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The yardstick: one request at a time, in order of arrival, as image servers do that hold a lock around the pipeline.
 * Everything else is the same models, engine, batch size, guard and HTTP; a request of many images fills the batch as it
 * would without the lock. Thread-safe. Closing it leaves the models open.
 */
final class LockedSynthesizer implements Synthesizer {
    private final Synthesizer models;

    /** Done when nobody holds the lock and nobody waits; guarded by this. */
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    LockedSynthesizer(Synthesizer models) {
        this.models = models;
    }

    @Override
    public List<ModelDescription> models() {
        return models.models();
    }

    @Override
    public SynthesisRequest check(RequestDraft draft) {
        return models.check(draft);
    }

    @Override
    public Synthesis submit(SynthesisRequest request, SynthesisListener listener) {
        CompletableFuture<List<SynthesizedImage>> images = new CompletableFuture<>();
        synchronized (this) {
            last = last.thenCompose(free -> turn(request, listener, images));
        }
        return new Synthesis(
                request,
                images,
                () -> images.completeExceptionally(
                        new SynthesisException(SynthesisException.Code.CANCELLED, "the request was cancelled")));
    }

    /** Runs a request whose turn it is; the answer completes, always normally, when the next may run. */
    private CompletableFuture<?> turn(
            SynthesisRequest request, SynthesisListener listener, CompletableFuture<List<SynthesizedImage>> images) {
        if (images.isDone()) {
            return CompletableFuture.completedFuture(null);
        }
        Synthesis synthesis;
        try {
            synthesis = models.submit(request, listener);
        } catch (RuntimeException e) {
            images.completeExceptionally(e);
            return CompletableFuture.completedFuture(null);
        }
        var unused =
                images.whenComplete((done, failure) -> synthesis.cancellation().run());
        return synthesis.images().handle((drawn, failure) -> {
            if (failure == null) {
                images.complete(drawn);
            } else {
                images.completeExceptionally(failure);
            }
            return null;
        });
    }

    @Override
    public void close() {}
}
