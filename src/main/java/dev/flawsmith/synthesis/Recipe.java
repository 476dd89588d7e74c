package dev.flawsmith.synthesis;

import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.Sha256;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that determines one image's pixels: stands in its PNG, its JSON and its manifest, and can be replayed.
 *
 * @param className exactly one of {@code className} and {@code prompt} is not null
 * @param negativePrompt what guidance led away from; null for no prompt
 * @param seed the image's own seed: the request's seed + its index
 * @param attempt 0, or which of the guard's new attempts this is
 * @param steps sampler steps, 0 for a model without steps
 * @param sampler {@link SynthesisRequest#NO_SAMPLER} for a model without steps
 * @param guidanceInterval where guidance applies
 * @param guidanceRescale 0 to 1; 0 is no rescaling
 * @param engine engine, device and threads that ran the network
 * @param bucket rows of every network call (padded), or of its lanes together, where the run was bitwise, 0 where it was not
 * @param canvas the photo that it was drawn on; null for none
 */
public record Recipe(
        String model,
        String modelSha256,
        @Nullable String className,
        @Nullable String prompt,
        @Nullable String negativePrompt,
        long seed,
        int attempt,
        int steps,
        String sampler,
        double guidanceScale,
        GuidanceInterval guidanceInterval,
        double guidanceRescale,
        GuardPolicy guard,
        String engine,
        int bucket,
        @Nullable CanvasRecipe canvas) {
    public Recipe {
        if (attempt < 0 || bucket < 0) {
            throw new IllegalArgumentException("expected an attempt and a bucket of at least 0, found attempt = "
                    + attempt + ", bucket = " + bucket);
        }
    }

    /** With guidance everywhere, not rescaled, away from no prompt, on no photo. */
    public Recipe(
            String model,
            String modelSha256,
            @Nullable String className,
            @Nullable String prompt,
            long seed,
            int attempt,
            int steps,
            String sampler,
            double guidanceScale,
            GuardPolicy guard,
            String engine,
            int bucket) {
        this(
                model,
                modelSha256,
                className,
                prompt,
                null,
                seed,
                attempt,
                steps,
                sampler,
                guidanceScale,
                GuidanceInterval.EVERYWHERE,
                0,
                guard,
                engine,
                bucket,
                null);
    }

    /**
     * The photo that it was drawn on, once it is seen to be that one.
     *
     * @param photo null for none
     * @param mask null for none; not needed where the recipe holds a region, which gives it again
     * @throws SynthesisException {@code INVALID_REQUEST} if either is not the recipe's
     */
    @Nullable
    CanvasDraft canvas(@Nullable PixelImage photo, @Nullable PixelMask mask) {
        String maskFound = mask == null ? null : Canvas.sha256(mask);
        require("init_image", canvas == null ? null : canvas.photoSha256(), photo == null ? null : Sha256.hex(photo));
        boolean told = canvas != null && canvas.region() != null && mask == null;
        if (!told) {
            require("mask", canvas == null ? null : canvas.maskSha256(), maskFound);
        }
        if (canvas == null || photo == null) {
            return null;
        }
        boolean part = canvas.maskSha256() != null;
        Long passes = part ? (Long) (long) canvas.passes() : null;
        Long seam = part ? (Long) (long) canvas.seam() : null;
        PixelMask meant = canvas.region() == null ? mask : null;
        return new CanvasDraft(photo, meant, canvas.region(), canvas.strength(), passes, seam);
    }

    /**
     * Compares the mask that a region gives now with that which it gave then.
     *
     * @throws SynthesisException {@code INVALID_REQUEST} if it is another
     */
    void requireMask(@Nullable Canvas found) {
        if (canvas != null && canvas.region() != null) {
            PixelMask mask = found == null ? null : found.at(seed).mask();
            require("region", canvas.maskSha256(), mask == null ? null : Canvas.sha256(mask));
        }
    }

    private static void require(String field, @Nullable String expected, @Nullable String found) {
        if (!Objects.equals(expected, found)) {
            throw Failures.invalid(field, "expected " + named(expected) + ", found " + named(found));
        }
    }

    private static String named(@Nullable String sha256) {
        return sha256 == null ? "none" : "the one of SHA-256 " + sha256;
    }

    /** The request for this one image, to be checked like anyone's, but for the photo that it was drawn on. */
    public RequestDraft toDraft() {
        boolean stepped = steps != 0;
        return new RequestDraft(
                model,
                className,
                prompt,
                negativePrompt,
                1L,
                seed,
                stepped ? (Long) (long) steps : null,
                stepped ? sampler : null,
                stepped ? (Double) guidanceScale : null,
                stepped ? guidanceInterval.ends() : null,
                stepped ? (Double) guidanceRescale : null,
                guard);
    }
}
