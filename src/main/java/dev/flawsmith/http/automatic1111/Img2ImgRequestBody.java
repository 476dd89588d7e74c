package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.flawsmith.http.openapi.Allowed;
import dev.flawsmith.synthesis.Canvas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /sdapi/v1/img2img} takes that means something, for its description: {@link Txt2ImgReader} and {@link
 * Img2ImgFields} read it, field by field. What is accepted switched off, docs/automatic1111.md lists.
 *
 * @param rest all that {@code txt2img} takes
 */
record Img2ImgRequestBody(
        @JsonPropertyDescription("One image in Base64, to be drawn on: of the model's size or, with a mask, larger.")
        List<String> initImages,

        @JsonPropertyDescription("What of it is drawn anew, an image of its size in Base64: white. The rest stays.")
        @Nullable
        String mask,

        @Allowed(least = 0, most = Canvas.MOST_SEAM, byDefault = "4")
        @JsonPropertyDescription("Pixels inside the mask over which it fades into the image.")
        @Nullable
        Integer maskBlur,

        @Allowed(least = 0, most = 1, byDefault = "0")
        @JsonPropertyDescription("1: black is drawn anew instead of white.")
        @Nullable
        Integer inpaintingMaskInvert,

        @Allowed(least = 0, most = 3, byDefault = "1")
        @JsonPropertyDescription("1, the image's own content; any with a denoising_strength of 1, which leaves none.")
        @Nullable
        Integer inpaintingFill,

        @Allowed(above = 0, most = 1, byDefault = "0.75")
        @JsonPropertyDescription("Share of the steps that are done on the image, above 0, at most 1.")
        @Nullable
        Double denoisingStrength,

        @Allowed(byDefault = "false")
        @JsonPropertyDescription("Whether parameters echo init_images and mask.")
        @Nullable
        Boolean includeInitImages,

        @JsonUnwrapped Txt2ImgRequestBody rest) {}
