package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One image as JSON.
 *
 * @param id what {@code GET /v1/images/{id}} takes
 * @param index its place in the request, from 0
 * @param seed its own seed, which draws it again alone
 * @param attempt how often the guard had it drawn anew
 * @param b64Png the PNG, Base64
 * @param sha256 of the PNG, in hex
 */
record ImageBody(
        String id,
        int index,
        long seed,
        @JsonProperty("class") @Nullable String className,
        @Nullable String prompt,
        int attempt,
        int width,
        int height,
        String b64Png,
        String sha256,
        MemorizationBody memorization,
        RecipeBody recipe) {
    static ImageBody of(SynthesizedImage image, PngFile png, String id) {
        PixelImage pixels = image.released().image();
        return new ImageBody(
                id,
                image.index(),
                image.recipe().seed(),
                image.recipe().className(),
                image.recipe().prompt(),
                image.released().attempt(),
                pixels.width(),
                pixels.height(),
                Base64.getEncoder().encodeToString(png.bytes()),
                png.sha256(),
                MemorizationBody.of(image.released().verdict()),
                RecipeBody.of(image.recipe()));
    }
}
