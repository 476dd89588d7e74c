package dev.flawsmith.http;

import dev.flawsmith.synthesis.FieldError;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisException.Code;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.Synthesizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Has a draft checked and puts what the model finds together with what the reader found. */
record DraftCheck(Synthesizer synthesizer, FieldNames names) {
    SynthesisRequest check(RequestDraft draft, FieldReader fields) {
        List<FieldError> errors = fields.finish();
        try {
            SynthesisRequest request = synthesizer.check(draft);
            if (errors.isEmpty()) {
                return request;
            }
        } catch (SynthesisException e) {
            boolean untouched = errors.isEmpty() && names.renamed().isEmpty();
            throw untouched ? e : refusal(e.code(), foremost(e.code(), merge(draft, errors, e.errors())));
        }
        throw refusal(Code.INVALID_REQUEST, errors);
    }

    /**
     * Adds what the model found to what the reader found. A field that could not be read was checked as if it had not
     * been given, so what the check says of it, or only because of its absence, is left out.
     */
    private List<FieldError> merge(RequestDraft draft, List<FieldError> read, List<FieldError> checked) {
        Set<String> silent = read.stream().map(FieldError::field).collect(Collectors.toCollection(HashSet::new));
        if (silent.contains(names.of("model"))) {
            silent.addAll(List.of(names.of("class"), names.of("prompt"), names.of("sampler")));
        }
        if (silent.contains(names.of("model")) || silent.contains(names.of("guidance_scale"))) {
            silent.add(names.of("negative_prompt"));
        }
        boolean conditionUnread = silent.contains(names.of("class")) || silent.contains(names.of("prompt"));
        if (conditionUnread && draft.className() == null && draft.prompt() == null) {
            silent.addAll(List.of(names.of("class"), names.of("prompt")));
        }
        List<FieldError> all = new ArrayList<>(read);
        checked.stream()
                .map(names::of)
                .filter(error -> !silent.contains(error.field()))
                .forEach(all::add);
        return all;
    }

    /** What gives the answer its code comes first. */
    private List<FieldError> foremost(Code code, List<FieldError> errors) {
        if (code != Code.UNKNOWN_MODEL) {
            return errors;
        }
        List<FieldError> sorted = new ArrayList<>(errors);
        sorted.sort(Comparator.comparing(error -> !error.field().equals(names.of("model"))));
        return sorted;
    }

    private static SynthesisException refusal(Code code, List<FieldError> errors) {
        String message = errors.stream()
                .map(error -> error.field() + ": " + error.message())
                .collect(Collectors.joining("; "));
        return new SynthesisException(code, message, errors);
    }
}
