package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.http.openapi.Allowed;
import dev.flawsmith.sampling.Repainting;
import dev.flawsmith.synthesis.Canvas;
import dev.flawsmith.synthesis.Preview;
import dev.flawsmith.synthesis.SynthesisRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code POST /v1/images} takes, for its description: {@link ImageRequestReader} reads it, field by field. */
record ImageRequestBody(
        @JsonPropertyDescription("A name from /v1/models; the first of them by default.") @Nullable
        String model,

        @JsonProperty("class") @JsonPropertyDescription("One of the model's classes; either this or prompt.") @Nullable
        String className,

        @Allowed(characters = SynthesisRequest.MAX_PROMPT)
        @JsonPropertyDescription("Free text of at most 1,000 characters, for a model that takes prompts.")
        @Nullable
        String prompt,

        @Allowed(characters = SynthesisRequest.MAX_PROMPT, byDefault = "\"\"")
        @JsonPropertyDescription(
                "What guidance leads away from instead of from no prompt; wants a guidance_scale that is not 1.")
        @Nullable
        String negativePrompt,

        @Allowed(least = 1, most = SynthesisRequest.MAX_IMAGES, byDefault = "1")
        @JsonPropertyDescription("Images, 1 to 1,024; 1 by default.")
        @Nullable
        Integer n,

        @Allowed(least = 0)
        @JsonPropertyDescription("From 0; image i has the seed seed + i. Random by default, told in the answer.")
        @Nullable
        Long seed,

        @Allowed(least = 1, most = SynthesisRequest.MAX_STEPS)
        @JsonPropertyDescription("Sampler steps, 1 to 1,000; the model's by default.")
        @Nullable
        Integer steps,

        @JsonPropertyDescription("One of the model's samplers; the model's default by default.") @Nullable
        String sampler,

        @Allowed(least = 0, most = SynthesisRequest.MAX_GUIDANCE)
        @JsonPropertyDescription("Classifier-free guidance, 0 to 20; 1 is none. The model's by default.")
        @Nullable
        Double guidanceScale,

        @JsonPropertyDescription("[low, high]: where guidance applies, in sigma/alpha; null for high is no upper end.")
        @Nullable
        List<@Nullable Double> guidanceInterval,

        @Allowed(least = 0, most = 1)
        @JsonPropertyDescription("0 to 1: how far a guided image's contrast is led back to the unguided one's.")
        @Nullable
        Double guidanceRescale,

        @Allowed(
                oneOf = {"resample", "flag", "block", "off"},
                byDefault = "\"resample\"")
        @JsonPropertyDescription("For images too close to a training photo: resample, flag, block or off.")
        @Nullable
        String guard,

        @JsonPropertyDescription(
                "A photo to draw on: an image in Base64 or as a data URL, of the model's size or, with a mask or region, larger.")
        @Nullable
        String initImage,

        @JsonPropertyDescription(
                "What of init_image is drawn anew, of its size: white. The rest stays to the last bit.")
        @Nullable
        String mask,

        @JsonPropertyDescription("Instead of a mask: a box of init_image, or \"somewhere\", a place and a form of each"
                + " image's own, drawn from its seed.")
        @Nullable
        RegionBody region,

        @Allowed(above = 0, most = 1)
        @JsonPropertyDescription(
                "Share of the steps that are done on init_image, above 0, at most 1; 0.75 by default, 1 with a mask or region.")
        @Nullable
        Double strength,

        @Allowed(least = 1, most = Repainting.MOST_PASSES, byDefault = "4")
        @JsonPropertyDescription(
                "How often steps are done with a mask or region, so that what is drawn fits what stays.")
        @Nullable
        Integer repaintPasses,

        @Allowed(least = 0, most = Canvas.MOST_SEAM, byDefault = "2")
        @JsonPropertyDescription("Pixels inside the mask over which it fades into init_image.")
        @Nullable
        Integer seam,

        @Allowed(oneOf = "png", byDefault = "\"png\"") @JsonPropertyDescription("png, the only format.") @Nullable
        String format,

        @Allowed(least = 0, most = Preview.MOST, byDefault = "0")
        @JsonPropertyDescription("0 to 8 previews of each image, with Accept: text/event-stream; 0 by default.")
        @Nullable
        Integer previews,

        @Allowed(least = 0, most = ImageRequestReader.MOST_RESUME_SECONDS, byDefault = "0")
        @JsonPropertyDescription(
                "0 to 300, with Accept: text/event-stream: how many seconds the request goes on after its client is gone,"
                        + " who can take its events up again at /v1/images/streams/{id}; 0 by default.")
        @Nullable
        Integer resumeSeconds) {}
