package dev.flawsmith.synthesis;

import dev.flawsmith.guard.GuardPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A caller's wishes before they are checked; null is "not said" and takes the model's default.
 *
 * @param model name of a model; null takes the only or the first one
 * @param className one of the model's classes; exactly one of {@code className} and {@code prompt} is wanted
 * @param prompt free text
 * @param negativePrompt what guidance leads away from; null for no prompt
 * @param n images, 1 to {@link SynthesisRequest#MAX_IMAGES}; 1 by default
 * @param seed at least 0; drawn at random by default and told in the answer
 * @param steps sampler steps
 * @param sampler sampler name
 * @param guidanceScale classifier-free guidance, 1 is none
 * @param guidanceInterval the two ends of a {@link GuidanceInterval}
 * @param guidanceRescale how far the spread of a guided image is led back, 0 to 1; 0 is not at all
 * @param guard what happens to copies; {@link GuardPolicy#RESAMPLE} by default
 * @param canvas a photo to draw on; none by default
 */
public record RequestDraft(
        @Nullable String model,
        @Nullable String className,
        @Nullable String prompt,
        @Nullable String negativePrompt,
        @Nullable Long n,
        @Nullable Long seed,
        @Nullable Long steps,
        @Nullable String sampler,
        @Nullable Double guidanceScale,
        @Nullable List<Double> guidanceInterval,
        @Nullable Double guidanceRescale,
        @Nullable GuardPolicy guard,
        @Nullable CanvasDraft canvas) {
    public RequestDraft {
        guidanceInterval = guidanceInterval == null ? null : List.copyOf(guidanceInterval);
    }

    /** Without a photo. */
    public RequestDraft(
            @Nullable String model,
            @Nullable String className,
            @Nullable String prompt,
            @Nullable String negativePrompt,
            @Nullable Long n,
            @Nullable Long seed,
            @Nullable Long steps,
            @Nullable String sampler,
            @Nullable Double guidanceScale,
            @Nullable List<Double> guidanceInterval,
            @Nullable Double guidanceRescale,
            @Nullable GuardPolicy guard) {
        this(
                model,
                className,
                prompt,
                negativePrompt,
                n,
                seed,
                steps,
                sampler,
                guidanceScale,
                guidanceInterval,
                guidanceRescale,
                guard,
                null);
    }

    /** The same on a photo. */
    public RequestDraft on(@Nullable CanvasDraft photo) {
        return new RequestDraft(
                model,
                className,
                prompt,
                negativePrompt,
                n,
                seed,
                steps,
                sampler,
                guidanceScale,
                guidanceInterval,
                guidanceRescale,
                guard,
                photo);
    }

    /** With the model's own guidance interval and rescale, without a negative prompt and a photo. */
    public RequestDraft(
            @Nullable String model,
            @Nullable String className,
            @Nullable String prompt,
            @Nullable Long n,
            @Nullable Long seed,
            @Nullable Long steps,
            @Nullable String sampler,
            @Nullable Double guidanceScale,
            @Nullable GuardPolicy guard) {
        this(model, className, prompt, null, n, seed, steps, sampler, guidanceScale, null, null, guard);
    }
}
