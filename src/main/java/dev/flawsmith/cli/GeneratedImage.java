package dev.flawsmith.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.synthesis.SynthesizedImage;
import org.jspecify.annotations.Nullable;

/**
 * One image that {@code generate} wrote, as its JSON tells it.
 *
 * @param file its path, as it can be opened from where the command was started; null if it was not written
 * @param sha256 of the PNG file
 */
record GeneratedImage(
        @Nullable String file,
        @JsonProperty("class") @Nullable String className,
        @Nullable String prompt,
        long seed,
        int attempt,
        String sha256,
        Memorization memorization) {
    /** How it stands to the training photos; the numbers are null where nothing was compared. */
    record Memorization(
            String verdict,
            @Nullable Double distance,
            @Nullable String nearest,
            @Nullable Double p) {
        static Memorization of(Verdict verdict) {
            if (verdict instanceof Verdict.Clear clear) {
                return new Memorization(verdict.wireName(), clear.distance(), clear.nearest(), clear.p());
            }
            if (verdict instanceof Verdict.TooClose close) {
                return new Memorization(verdict.wireName(), close.distance(), close.nearest(), close.p());
            }
            return new Memorization(verdict.wireName(), null, null, null);
        }
    }

    static GeneratedImage of(SynthesizedImage image, @Nullable String file, String sha256) {
        return new GeneratedImage(
                file,
                image.recipe().className(),
                image.recipe().prompt(),
                image.recipe().seed(),
                image.released().attempt(),
                sha256,
                Memorization.of(image.released().verdict()));
    }
}
