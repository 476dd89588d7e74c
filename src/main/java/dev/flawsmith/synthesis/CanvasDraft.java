package dev.flawsmith.synthesis;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import org.jspecify.annotations.Nullable;

/**
 * A photo to draw on as a caller wishes it, before it is checked; null is "not said".
 *
 * @param photo of the model's size or, with a mask, of any larger one
 * @param mask what of it is drawn anew, of the photo's size; null for all of it
 * @param region the same told without a mask; null where a mask tells it, or all is drawn on
 * @param strength share of the steps that are done, above 0, at most 1; {@value Canvas#STRENGTH} by default, 1 with a mask
 * @param passes how often steps are done, so that what is drawn agrees with what stays; {@value Canvas#PASSES} by default
 * @param seam pixels inside the mask over which it fades into the photo; {@value Canvas#SEAM} by default
 */
public record CanvasDraft(
        PixelImage photo,
        @Nullable PixelMask mask,
        @Nullable Region region,
        @Nullable Double strength,
        @Nullable Long passes,
        @Nullable Long seam) {
    /** With a mask, or on all of a photo. */
    public CanvasDraft(
            PixelImage photo,
            @Nullable PixelMask mask,
            @Nullable Double strength,
            @Nullable Long passes,
            @Nullable Long seam) {
        this(photo, mask, null, strength, passes, seam);
    }

    /** Whether a part of the photo is to be painted. */
    boolean isPart() {
        return mask != null || region != null;
    }
}
