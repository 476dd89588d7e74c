package dev.flawsmith.cli;

import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.Synthesizer;
import java.util.List;

/** A server's models with the rule-based generator at another size, to check requests by; it draws nothing. Thread-safe. */
final class SizedSynthesizer implements Synthesizer {
    private final Synthesizer served;
    private final ModelSynthesizer procedural;

    SizedSynthesizer(Synthesizer served, int size) {
        this.served = served;
        this.procedural = new ModelSynthesizer(List.of(ProceduralModel.open(size, 1)));
    }

    @Override
    public List<ModelDescription> models() {
        return served.models().stream()
                .map(model -> model.name().equals(ModelLibrary.PROCEDURAL)
                        ? procedural.models().get(0)
                        : model)
                .toList();
    }

    @Override
    public SynthesisRequest check(RequestDraft draft) {
        return (ModelLibrary.PROCEDURAL.equals(draft.model()) ? procedural : served).check(draft);
    }

    @Override
    public List<String> warnings(SynthesisRequest request) {
        return (ModelLibrary.PROCEDURAL.equals(request.model()) ? procedural : served).warnings(request);
    }

    @Override
    public Synthesis submit(SynthesisRequest request, SynthesisListener listener) {
        throw new IllegalStateException("expected only checks");
    }

    /** The served models stay open. */
    @Override
    public void close() {
        procedural.close();
    }
}
