package dev.flawsmith.synthesis;

import dev.flawsmith.guard.GuardPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A caller's wishes before they are checked; null is "not said" and takes the model's default.
 *
 * @param model name of a model; null takes the only or the first one
 * @param className one of the model's classes; exactly one of {@code className} and {@code prompt} is wanted
 * @param prompt free text
 * @param n images, 1 to {@link SynthesisRequest#MAX_IMAGES}; 1 by default
 * @param seed at least 0; drawn at random by default and told in the answer
 * @param steps sampler steps
 * @param sampler sampler name
 * @param guidanceScale classifier-free guidance, 1 is none
 * @param guard what happens to copies; {@link GuardPolicy#RESAMPLE} by default
 */
public record RequestDraft(
        @Nullable String model,
        @Nullable String className,
        @Nullable String prompt,
        @Nullable Long n,
        @Nullable Long seed,
        @Nullable Long steps,
        @Nullable String sampler,
        @Nullable Double guidanceScale,
        @Nullable GuardPolicy guard) {}
