package dev.flawsmith.augmentation;

import dev.flawsmith.guard.ReleasedImage;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A drawn image that has passed what can be judged of it alone.
 *
 * @param index of the dataset's image that it may become
 * @param number which candidate for it, from 0
 * @param quality null without a gate
 */
record Candidate(
        long index,
        int number,
        SynthesizedImage drawn,
        @Nullable Double quality) {
    PixelImage pixels() {
        return drawn.released().image();
    }

    byte[] png() {
        return Png.encode(pixels(), RecipeText.of(drawn));
    }

    /** As the manifest tells of it. */
    DatasetImage accepted(
            String file,
            String className,
            String split,
            Map<Rejection, Integer> rejected,
            byte[] png,
            @Nullable PixelImage mask,
            DatasetImage.@Nullable Painted painted,
            byte @Nullable [] maskPng) {
        Recipe recipe = drawn.recipe();
        ReleasedImage released = drawn.released();
        Double distance = null;
        Double p = null;
        if (released.verdict() instanceof Verdict.Clear clear) {
            distance = clear.distance();
            p = clear.p();
        } else if (released.verdict() instanceof Verdict.TooClose close) {
            distance = close.distance();
            p = close.p();
        }
        return new DatasetImage(
                index,
                file,
                className,
                split,
                DatasetImage.SYNTHETIC,
                recipe.model(),
                recipe.prompt(),
                recipe.seed(),
                number,
                released.attempt(),
                released.verdict().wireName(),
                distance,
                p,
                quality,
                rejected,
                Sha256.hex(png),
                maskPng == null ? null : Sha256.hex(maskPng),
                Sha256.hex(pixels().samples()),
                recipe.engine(),
                recipe.bucket(),
                null,
                painted,
                ImageMeasures.of(pixels(), mask));
    }
}
