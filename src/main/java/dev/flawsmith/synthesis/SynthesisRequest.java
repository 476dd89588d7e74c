package dev.flawsmith.synthesis;

import dev.flawsmith.guard.GuardPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A checked request; {@link Synthesizer#check(RequestDraft)} makes it. Image {@code i} has the seed
 * {@code seed + i} and depends on nothing else in the request but model, condition, steps, sampler and guidance.
 *
 * @param className one of the model's classes; exactly one of {@code className} and {@code prompt} is not null
 * @param negativePrompt what guidance leads away from instead of from no prompt; null for none
 * @param n images, 1 to {@link #MAX_IMAGES}
 * @param seed at least 0; {@code seed + n - 1} is a long, too
 * @param steps 1 to {@link #MAX_STEPS}; 0 for a model without steps
 * @param sampler a sampler of the model; {@link #NO_SAMPLER} for a model without steps
 * @param guidanceScale 0 to {@link #MAX_GUIDANCE}; 1 is no guidance
 * @param guidanceInterval where guidance applies
 * @param guidanceRescale 0 to 1; 0 leaves the spread of guided images as it is (Lin et al. 2024, section 3.4)
 * @param canvas the photo that images are drawn on; null for none
 */
public record SynthesisRequest(
        String model,
        @Nullable String className,
        @Nullable String prompt,
        @Nullable String negativePrompt,
        int n,
        long seed,
        int steps,
        String sampler,
        double guidanceScale,
        GuidanceInterval guidanceInterval,
        double guidanceRescale,
        GuardPolicy guard,
        @Nullable Canvas canvas) {
    /** Most images of one request. */
    public static final int MAX_IMAGES = 1024;
    /** Most sampler steps. */
    public static final int MAX_STEPS = 1000;
    /** Longest prompt, in characters. */
    public static final int MAX_PROMPT = 1000;
    /** Greatest guidance scale. */
    public static final int MAX_GUIDANCE = 20;
    /** The sampler of a model without steps. */
    public static final String NO_SAMPLER = "none";

    public SynthesisRequest {
        if ((className == null) == (prompt == null)) {
            throw new IllegalArgumentException(
                    "expected a class or a prompt, found " + (prompt == null ? "neither" : "both"));
        }
        if (negativePrompt != null && guidanceScale == 1) {
            throw new IllegalArgumentException("expected guidance with a negative prompt, found a scale of 1");
        }
        if (n < 1 || n > MAX_IMAGES || seed < 0 || seed > Long.MAX_VALUE - (n - 1)) {
            throw new IllegalArgumentException("expected 1 to " + MAX_IMAGES
                    + " images with seeds from 0 to the greatest long, found n = " + n + ", seed = " + seed);
        }
        if (steps < 0 || steps > MAX_STEPS) {
            throw new IllegalArgumentException("expected 0 to " + MAX_STEPS + " steps, found " + steps);
        }
        if (!(guidanceScale >= 0 && guidanceScale <= MAX_GUIDANCE)) {
            throw new IllegalArgumentException(
                    "expected a guidance scale from 0 to " + MAX_GUIDANCE + ", found " + guidanceScale);
        }
        if (!(guidanceRescale >= 0 && guidanceRescale <= 1)) {
            throw new IllegalArgumentException("expected a guidance rescale from 0 to 1, found " + guidanceRescale);
        }
    }

    /** With guidance everywhere, not rescaled, away from no prompt, on no photo. */
    public SynthesisRequest(
            String model,
            @Nullable String className,
            @Nullable String prompt,
            int n,
            long seed,
            int steps,
            String sampler,
            double guidanceScale,
            GuardPolicy guard) {
        this(
                model,
                className,
                prompt,
                null,
                n,
                seed,
                steps,
                sampler,
                guidanceScale,
                GuidanceInterval.EVERYWHERE,
                0,
                guard,
                null);
    }

    /** Steps that each image takes: those of the schedule, or what of them is done on a photo. */
    public int stepsPerImage() {
        return canvas == null ? steps : canvas.steps(steps);
    }
}
