package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
 * @param maskB64Png of an image painted into a photo: where something stands out from it now
 * @param warnings what to know of how it was drawn
 */
record ImageBody(
        @JsonPropertyDescription("What GET /v1/images/{id} takes, while the image is kept.")
        String id,

        @JsonPropertyDescription("Its place in the request, from 0.")
        int index,

        @JsonPropertyDescription("Its own seed, which draws it again alone.")
        long seed,

        @JsonPropertyDescription("The class it was asked as; null with a prompt.") @JsonProperty("class") @Nullable
        String className,

        @JsonPropertyDescription("The prompt it was asked by; null with a class.") @Nullable
        String prompt,

        @JsonPropertyDescription("How often the guard had it drawn anew.")
        int attempt,

        @JsonPropertyDescription("Pixels.") int width,
        @JsonPropertyDescription("Pixels.") int height,

        @JsonPropertyDescription("The PNG in Base64, its recipe inside.")
        String b64Png,

        @JsonPropertyDescription("Of the PNG, in hex.") String sha256,

        @JsonPropertyDescription("How it stands to the training photos.")
        MemorizationBody memorization,

        @JsonPropertyDescription(
                "Of an image painted into a photo, a PNG in Base64 of its size: white where something stands out from the photo"
                        + " now. Null for others.")
        @Nullable
        String maskB64Png,

        @JsonPropertyDescription("What to know of how it was drawn: that a prompt was not read to its end, say.")
        List<String> warnings,

        @JsonPropertyDescription("All that determines its pixels.")
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
                image.changed() == null
                        ? null
                        : Base64.getEncoder()
                                .encodeToString(Png.encode(image.changed().toImage(), Map.of())),
                image.warnings(),
                RecipeBody.of(image.recipe()));
    }
}
