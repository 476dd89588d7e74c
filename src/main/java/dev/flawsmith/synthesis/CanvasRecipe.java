package dev.flawsmith.synthesis;

import dev.flawsmith.image.PixelMask;
import org.jspecify.annotations.Nullable;

/**
 * What of a {@link Canvas} stands in an image's recipe: who has photo and mask can draw the image again.
 *
 * @param photoSha256 of the photo's samples, HWC
 * @param maskSha256 of the mask, a byte a pixel, 0 or 1, row by row; null without one
 * @param region how the mask was told, if it was told without one: it gives the mask again; null otherwise
 * @param strength share of the steps that were done
 * @param passes how often steps were done
 * @param seam pixels over which the mask fades
 */
public record CanvasRecipe(
        String photoSha256,
        @Nullable String maskSha256,
        @Nullable Region region,
        double strength,
        int passes,
        int seam) {
    /** Whether a mask is its own. */
    public boolean isOf(PixelMask mask) {
        return Canvas.sha256(mask).equals(maskSha256);
    }
}
