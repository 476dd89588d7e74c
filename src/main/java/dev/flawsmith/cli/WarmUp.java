package dev.flawsmith.cli;

import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.ModelListener;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.SynthesizedImage;
import dev.flawsmith.synthesis.Synthesizer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's models, which draw an image each, one after the other, before anybody asks: then the first request finds
 * kernels chosen and code compiled. Serving need not wait for it: the first request ends it at the next tick. Thread-safe.
 */
final class WarmUp implements Synthesizer {
    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    private final Synthesizer models;
    private final int steps;

    // Guarded by this.
    private final Iterator<ModelDescription> cold;
    private @Nullable Synthesis drawing;
    private boolean over;

    private WarmUp(Synthesizer models, int steps) {
        this.models = models;
        this.steps = steps;
        this.cold = models.models().stream()
                .filter(model -> !model.samplers().isEmpty() && !model.classes().isEmpty())
                .toList()
                .iterator();
    }

    /**
     * Begins with the first model that has a network.
     *
     * @param models closed by {@link #close()}
     * @param steps sampler steps of the images; 0 draws none
     */
    static WarmUp start(Synthesizer models, int steps) {
        WarmUp warmUp = new WarmUp(models, steps);
        if (steps > 0) {
            warmUp.next();
        }
        return warmUp;
    }

    private void next() {
        Synthesis image;
        synchronized (this) {
            if (over || !cold.hasNext()) {
                return;
            }
            try {
                image = models.submit(request(cold.next()), SynthesisListener.NONE);
            } catch (SynthesisException e) { // closing
                log.debug("no warm-up", e);
                return;
            }
            drawing = image;
        }
        var unused = image.images().whenComplete((images, failure) -> {
            if (failure == null) {
                images.forEach(WarmUp::encode);
                next();
            } else if (failure instanceof SynthesisException e && e.code() == SynthesisException.Code.CANCELLED) {
                log.debug("the warm-up gave way to a request");
            } else {
                log.warn("the warm-up failed", failure);
            }
        });
    }

    /** In the model's own steps where it has no such number. */
    private SynthesisRequest request(ModelDescription model) {
        try {
            return models.check(draft(model, (long) steps));
        } catch (SynthesisException e) {
            return models.check(draft(model, null));
        }
    }

    private static RequestDraft draft(ModelDescription model, @Nullable Long steps) {
        boolean named = !model.classes().isEmpty();
        return new RequestDraft(
                model.name(),
                named ? model.classes().get(0) : null,
                named ? null : "surface",
                1L,
                0L,
                steps,
                null,
                null,
                GuardPolicy.FLAG);
    }

    private static void encode(SynthesizedImage image) {
        Png.encode(image.released().image(), RecipeText.of(image));
    }

    private void end() {
        Synthesis last;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            last = drawing;
        }
        if (last != null) {
            last.cancellation().run();
        }
    }

    @Override
    public List<ModelDescription> models() {
        return models.models();
    }

    @Override
    public Map<String, String> troubles() {
        return models.troubles();
    }

    @Override
    public Map<String, Integer> images() {
        return models.images();
    }

    @Override
    public void listen(ModelListener listener) {
        models.listen(listener);
    }

    @Override
    public Synthesis submitBatch(SynthesisRequest request, SynthesisListener listener) {
        end();
        return models.submitBatch(request, listener);
    }

    @Override
    public SynthesisRequest check(RequestDraft draft) {
        return models.check(draft);
    }

    @Override
    public List<String> warnings(SynthesisRequest request) {
        return models.warnings(request);
    }

    @Override
    public Synthesis submit(SynthesisRequest request, SynthesisListener listener) {
        end();
        return models.submit(request, listener);
    }

    @Override
    public void close() {
        end();
        models.close();
    }
}
