package dev.flawsmith.synthesis;

import dev.flawsmith.guard.ReleasedImage;
import dev.flawsmith.image.PixelMask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A released image with its recipe.
 *
 * @param index its place in the request, from 0
 * @param changed of what was painted into a photo, where something stands out from it now ({@link
 *     dev.flawsmith.image.ChangeMask}); null where nothing was painted into one
 * @param warnings what the asker should know of how it was drawn, such as that a prompt was not read to its end
 */
public record SynthesizedImage(
        int index,
        ReleasedImage released,
        Recipe recipe,
        @Nullable PixelMask changed,
        List<String> warnings) {
    public SynthesizedImage {
        warnings = List.copyOf(warnings);
    }

    /** Of an image that was not painted into a photo, and nothing to warn of. */
    public SynthesizedImage(int index, ReleasedImage released, Recipe recipe) {
        this(index, released, recipe, null, List.of());
    }
}
