package dev.flawsmith.http.openai;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.flawsmith.http.openapi.Allowed;
import dev.flawsmith.sampling.Repainting;
import dev.flawsmith.synthesis.Canvas;
import org.jspecify.annotations.Nullable;

/**
 * The parts that {@code POST /v1/images/edits} takes, for its description: {@link EditReader}, {@link EditedImage} and
 * {@link GenerationReader} read them, field by field.
 */
public record EditRequestBody(
        @JsonPropertyDescription("A file, also as image[]: the one picture to draw on, a PNG, JPEG, BMP, TIFF or WebP"
                + " of the model's size or, with a mask, larger. Without a mask its own transparent pixels"
                + " are one.")
        Object image,

        @JsonPropertyDescription(
                "A file: a PNG of the image's size. What is transparent (alpha 0) is drawn anew, the rest"
                        + " stays to the last bit.")
        @Nullable
        Object mask,

        @Allowed(
                oneOf = {"high", "low"},
                byDefault = "\"low\"")
        @JsonPropertyDescription("high or low, which are the same: strength says how much of the image is left.")
        @Nullable
        String inputFidelity,

        @Allowed(above = 0, most = 1)
        @JsonPropertyDescription(
                "Share of the steps that are done on the image, above 0, at most 1; 1 with a mask, else"
                        + " 0.75 by default. Ours.")
        @Nullable
        Double strength,

        @Allowed(least = 1, most = Repainting.MOST_PASSES, byDefault = "4")
        @JsonPropertyDescription("With a mask: how often steps are done, so that what is drawn fits what stays. Ours.")
        @Nullable
        Integer repaintPasses,

        @Allowed(least = 0, most = Canvas.MOST_SEAM)
        @JsonPropertyDescription(
                "With a mask: pixels inside it over which it fades into the image; 2 by default, 0 where"
                        + " the mask is the image's own transparency. Ours.")
        @Nullable
        Integer seam,

        @JsonUnwrapped GenerationRequestBody generation) {}
