package dev.flawsmith.synthesis;

import dev.flawsmith.guard.GuardPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Holds every request until a test answers it. */
public final class HeldSynthesizer implements Synthesizer {
    /** Requests in the order of their submission, answered ones too. */
    public final List<Held> held = new ArrayList<>();

    public boolean closed;
    private final List<ModelDescription> models;

    public HeldSynthesizer(ModelDescription... models) {
        this.models = List.of(models);
    }

    /** A request and its answer. */
    public record Held(SynthesisRequest request, CompletableFuture<List<SynthesizedImage>> reply) {
        /** Answers with no image. */
        public void answer() {
            reply.complete(List.of());
        }
    }

    /** A model with a network, or by rule. */
    public static ModelDescription model(String name, boolean network) {
        ModelDescription like = network ? ToyModels.TOY : ToyModels.RULED;
        return new ModelDescription(
                name,
                like.version(),
                like.kind(),
                like.sha256(),
                like.shape(),
                like.classes(),
                like.takesPrompt(),
                like.samplers(),
                like.defaultSampler(),
                like.defaultSteps(),
                like.defaultGuidanceScale(),
                like.guard(),
                like.engine());
    }

    /** A valid request. */
    public static SynthesisRequest request(long seed) {
        return new SynthesisRequest("toy", "pit", null, 1, seed, 4, "euler", 1, GuardPolicy.FLAG);
    }

    /** Seeds of all requests submitted so far. */
    public List<Long> seeds() {
        return held.stream().map(one -> one.request().seed()).toList();
    }

    @Override
    public List<ModelDescription> models() {
        return models;
    }

    @Override
    public SynthesisRequest check(RequestDraft draft) {
        String name = String.valueOf(draft.model());
        ModelDescription model = models.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new RequestCheck(draft).against(model, new java.util.Random(1));
    }

    @Override
    public Synthesis submit(SynthesisRequest request, SynthesisListener listener) {
        Held one = new Held(request, new CompletableFuture<>());
        held.add(one);
        return new Synthesis(
                request,
                one.reply(),
                () -> one.reply()
                        .completeExceptionally(new SynthesisException(SynthesisException.Code.CANCELLED, "cancelled")));
    }

    @Override
    public void close() {
        closed = true;
    }
}
