package dev.flawsmith.synthesis;

import dev.flawsmith.guard.GuardPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Checks one draft field by field, keeping every error, and fills in the model's defaults. */
final class RequestCheck {
    /** Seeds drawn at random stay below this, so that a client in JavaScript reads them exactly. */
    static final long RANDOM_SEEDS = (1L << 53) - SynthesisRequest.MAX_IMAGES;

    private final RequestDraft draft;
    private final List<FieldError> errors = new ArrayList<>();

    RequestCheck(RequestDraft draft) {
        this.draft = draft;
    }

    /** @throws SynthesisException {@code INVALID_REQUEST}, naming every wrong field */
    SynthesisRequest against(ModelDescription model, RandomGenerator random) {
        subject(model);
        int n = n();
        long seed = seed(n, random);
        int steps = steps(model);
        String sampler = sampler(model);
        double guidanceScale = guidanceScale(model);
        GuidanceInterval guidanceInterval = guidanceInterval(model);
        double guidanceRescale = guidanceRescale(model);
        negativePrompt(model, guidanceScale);
        Canvas canvas = canvas(model);
        if (!errors.isEmpty()) {
            throw new SynthesisException(SynthesisException.Code.INVALID_REQUEST, message(), errors);
        }
        return new SynthesisRequest(
                model.name(),
                draft.className(),
                draft.prompt(),
                draft.negativePrompt(),
                n,
                seed,
                steps,
                sampler,
                guidanceScale,
                guidanceInterval,
                guidanceRescale,
                Objects.requireNonNullElse(draft.guard(), GuardPolicy.RESAMPLE),
                canvas);
    }

    private @Nullable Canvas canvas(ModelDescription model) {
        if (draft.canvas() == null) {
            return null;
        }
        CanvasCheck check = new CanvasCheck(draft.canvas(), model);
        Canvas canvas = check.canvas();
        errors.addAll(check.errors());
        return canvas;
    }

    /** The error of a draft whose model does not exist, with what else can be seen to be wrong without it. */
    SynthesisException unknownModel(String found, List<String> known) {
        errors.add(new FieldError("model", Suggestion.oneOf(known, found)));
        prompt("prompt", draft.prompt());
        prompt("negative_prompt", draft.negativePrompt());
        int n = n();
        seed(n, () -> 0);
        return new SynthesisException(SynthesisException.Code.UNKNOWN_MODEL, message(), errors);
    }

    private String message() {
        return String.join(
                "; ",
                errors.stream()
                        .map(error -> error.field() + ": " + error.message())
                        .toList());
    }

    private void subject(ModelDescription model) {
        String className = draft.className();
        if (model.classes().isEmpty()) {
            if (className != null) {
                reject("class", "expected none, found one: model " + model.name() + " takes prompts only");
            } else if (draft.prompt() == null) {
                reject("prompt", "expected a prompt, found none");
            }
            prompt("prompt", draft.prompt());
            return;
        }
        if (className != null && !model.classes().contains(className)) {
            reject("class", Suggestion.oneOf(model.classes(), className));
        }
        if (draft.prompt() != null) {
            if (!model.takesPrompt()) {
                reject("prompt", "expected a class, found a prompt: model " + model.name() + " takes none");
            } else if (className != null) {
                reject("prompt", "expected a class or a prompt, found both");
            }
            prompt("prompt", draft.prompt());
        } else if (className == null) {
            String wanted = model.takesPrompt() ? "a class or a prompt" : "a class";
            reject("class", "expected " + wanted + ", found none; classes: " + String.join(", ", model.classes()));
        }
    }

    private void negativePrompt(ModelDescription model, double guidanceScale) {
        String negative = draft.negativePrompt();
        if (negative == null) {
            return;
        }
        prompt("negative_prompt", negative);
        if (!model.takesPrompt()) {
            reject("negative_prompt", "expected none, found one: model " + model.name() + " takes no prompts");
        } else if (guidanceScale == 1) {
            reject(
                    "negative_prompt",
                    "expected none without guidance (a scale of 1), found one: it is what guidance leads away from");
        }
    }

    private void prompt(String field, @Nullable String prompt) {
        if (prompt == null) {
            return;
        }
        if (prompt.isBlank()) {
            reject(field, "expected words, found nothing but blanks");
        }
        int characters = prompt.codePointCount(0, prompt.length());
        if (characters > SynthesisRequest.MAX_PROMPT) {
            reject(field, "expected at most " + SynthesisRequest.MAX_PROMPT + " characters, found " + characters);
        }
        prompt.codePoints()
                .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)
                .findFirst()
                .ifPresent(c -> reject(field, String.format("expected text, found the character U+%04X", c)));
    }

    private int n() {
        return (int) within("n", draft.n(), 1, SynthesisRequest.MAX_IMAGES, 1);
    }

    private long seed(int n, RandomGenerator random) {
        if (draft.seed() == null) {
            return random.nextLong(RANDOM_SEEDS);
        }
        return within("seed", draft.seed(), 0, Long.MAX_VALUE - (n - 1), 0);
    }

    private int steps(ModelDescription model) {
        if (model.defaultSampler() != null) {
            return (int) within("steps", draft.steps(), 1, SynthesisRequest.MAX_STEPS, model.defaultSteps());
        }
        rejectUnlessNull("steps", draft.steps(), model);
        return 0;
    }

    private String sampler(ModelDescription model) {
        String named = draft.sampler();
        if (model.defaultSampler() == null) {
            rejectUnlessNull("sampler", named, model);
            return SynthesisRequest.NO_SAMPLER;
        }
        if (named != null && !model.samplers().contains(named)) {
            reject("sampler", Suggestion.oneOf(model.samplers(), named));
        }
        return Objects.requireNonNullElse(named, model.defaultSampler());
    }

    private double guidanceScale(ModelDescription model) {
        Double scale = draft.guidanceScale();
        if (model.defaultSampler() == null) {
            rejectUnlessNull("guidance_scale", scale, model);
            return 1;
        }
        if (scale == null) {
            return model.defaultGuidanceScale();
        }
        if (!(scale >= 0 && scale <= SynthesisRequest.MAX_GUIDANCE)) {
            reject(
                    "guidance_scale",
                    "expected a number from 0 to " + SynthesisRequest.MAX_GUIDANCE + ", found " + scale);
        }
        return scale;
    }

    private GuidanceInterval guidanceInterval(ModelDescription model) {
        List<Double> ends = draft.guidanceInterval();
        if (model.defaultSampler() == null) {
            rejectUnlessNull("guidance_interval", ends, model);
            return GuidanceInterval.EVERYWHERE;
        }
        if (ends == null) {
            return model.defaultGuidanceInterval();
        }
        if (!GuidanceInterval.isOne(ends)) {
            reject("guidance_interval", "expected " + GuidanceInterval.EXPECTED + ", found " + ends);
            return GuidanceInterval.EVERYWHERE;
        }
        return GuidanceInterval.of(ends);
    }

    private double guidanceRescale(ModelDescription model) {
        Double rescale = draft.guidanceRescale();
        if (model.defaultSampler() == null) {
            rejectUnlessNull("guidance_rescale", rescale, model);
            return 0;
        }
        if (rescale == null) {
            return model.defaultGuidanceRescale();
        }
        if (!(rescale >= 0 && rescale <= 1)) {
            reject("guidance_rescale", "expected a number from 0 to 1, found " + rescale);
        }
        return rescale;
    }

    private void rejectUnlessNull(String field, @Nullable Object value, ModelDescription model) {
        if (value != null) {
            reject(field, "expected none, found " + value + ": model " + model.name() + " draws without steps");
        }
    }

    private long within(String field, @Nullable Long value, long least, long most, long missing) {
        if (value == null) {
            return missing;
        }
        if (value < least || value > most) {
            reject(field, "expected a whole number from " + least + " to " + most + ", found " + value);
            return least;
        }
        return value;
    }

    private void reject(String field, String message) {
        errors.add(new FieldError(field, message));
    }
}
