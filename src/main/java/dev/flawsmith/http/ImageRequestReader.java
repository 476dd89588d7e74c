package dev.flawsmith.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.synthesis.FieldError;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisException.Code;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.Synthesizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the JSON of {@code POST /v1/images} into a checked request, or names everything that is wrong with it. */
final class ImageRequestReader {
    private final Synthesizer synthesizer;

    ImageRequestReader(Synthesizer synthesizer) {
        this.synthesizer = synthesizer;
    }

    /**
     * Reads and checks.
     *
     * @throws SynthesisException {@code INVALID_REQUEST} or {@code UNKNOWN_MODEL}, with every wrong field: those of the
     *     wrong type and those the model refuses
     */
    SynthesisRequest read(ObjectNode json, ResponseKind kind) {
        FieldReader fields = new FieldReader(json);
        RequestDraft draft = new RequestDraft(
                fields.text("model"),
                fields.text("class"),
                fields.text("prompt"),
                fields.integer("n", "from 1 to " + SynthesisRequest.MAX_IMAGES),
                fields.integer("seed", "from 0 to " + Long.MAX_VALUE),
                fields.integer("steps", "from 1 to " + SynthesisRequest.MAX_STEPS),
                fields.text("sampler"),
                fields.number("guidance_scale"),
                fields.interval("guidance_interval"),
                fields.number("guidance_rescale"),
                guard(fields));
        format(fields);
        if (kind == ResponseKind.PNG && draft.n() != null && draft.n() != 1) {
            fields.refuse(
                    "n",
                    "Accept: image/png answers a single image: expected n = 1, found " + draft.n()
                            + "; for more ask for Accept: application/json or text/event-stream");
        }
        List<FieldError> errors = fields.finish();
        try {
            SynthesisRequest request = synthesizer.check(draft);
            if (errors.isEmpty()) {
                return request;
            }
        } catch (SynthesisException e) {
            throw errors.isEmpty() ? e : refusal(e.code(), merge(draft, errors, e.errors()));
        }
        throw refusal(Code.INVALID_REQUEST, errors);
    }

    private static @Nullable GuardPolicy guard(FieldReader fields) {
        String name = fields.text("guard");
        if (name == null) {
            return null;
        }
        for (GuardPolicy policy : GuardPolicy.values()) {
            if (policy.wireName().equals(name)) {
                return policy;
            }
        }
        String names =
                Arrays.stream(GuardPolicy.values()).map(GuardPolicy::wireName).collect(Collectors.joining(", "));
        fields.refuse("guard", "expected one of " + names + ", found " + FieldReader.quote(name));
        return null;
    }

    private static void format(FieldReader fields) {
        String format = fields.text("format");
        if (format != null && !format.equals("png")) {
            fields.refuse("format", "expected png, the only format so far, found " + FieldReader.quote(format));
        }
    }

    /**
     * Adds what the model found to what the reader found. A field that could not be read was checked as if it had not
     * been given, so what the check says of it, or only because of its absence, is left out.
     */
    private static List<FieldError> merge(RequestDraft draft, List<FieldError> read, List<FieldError> checked) {
        Set<String> silent = read.stream().map(FieldError::field).collect(Collectors.toCollection(HashSet::new));
        if (silent.contains("model")) {
            silent.addAll(List.of("class", "prompt", "sampler"));
        }
        boolean conditionUnread = silent.contains("class") || silent.contains("prompt");
        if (conditionUnread && draft.className() == null && draft.prompt() == null) {
            silent.addAll(List.of("class", "prompt"));
        }
        List<FieldError> all = new ArrayList<>(read);
        checked.stream().filter(error -> !silent.contains(error.field())).forEach(all::add);
        return all;
    }

    private static SynthesisException refusal(Code code, List<FieldError> errors) {
        String message = errors.stream()
                .map(error -> error.field() + ": " + error.message())
                .collect(Collectors.joining("; "));
        return new SynthesisException(code, message, errors);
    }
}
