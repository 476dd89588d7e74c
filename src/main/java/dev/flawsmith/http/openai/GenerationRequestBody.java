package dev.flawsmith.http.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.http.openapi.Allowed;
import dev.flawsmith.synthesis.SynthesisRequest;
import org.jspecify.annotations.Nullable;

/** What {@code POST /v1/images/generations} takes, for its description: {@link GenerationReader} reads it, field by field. */
public record GenerationRequestBody(
        @Allowed(characters = SynthesisRequest.MAX_PROMPT)
        @JsonPropertyDescription(
                "Exactly a class of the model: that class; else a prompt, for a model that takes prompts.")
        @Nullable
        String prompt,

        @JsonPropertyDescription("A name from /v1/models; the first of them by default.") @Nullable
        String model,

        @JsonProperty("class") @JsonPropertyDescription("One of the model's classes; ours, not OpenAI's.") @Nullable
        String className,

        @Allowed(least = 1, most = GenerationReader.MOST_IMAGES, byDefault = "1")
        @JsonPropertyDescription("Images, 1 to 10; 1 by default.")
        @Nullable
        Integer n,

        @Allowed(least = 0)
        @JsonPropertyDescription("From 0; image i has the seed seed + i. Ours. Random by default, told in the answer.")
        @Nullable
        Long seed,

        @Allowed(least = 1, most = SynthesisRequest.MAX_STEPS)
        @JsonPropertyDescription("Sampler steps, 1 to 1,000. Ours; the model's by default.")
        @Nullable
        Integer steps,

        @JsonPropertyDescription("One of the model's samplers. Ours; the model's default by default.") @Nullable
        String sampler,

        @Allowed(least = 0, most = SynthesisRequest.MAX_GUIDANCE)
        @JsonPropertyDescription("Classifier-free guidance, 0 to 20; 1 is none. Ours; the model's by default.")
        @Nullable
        Double guidanceScale,

        @Allowed(
                oneOf = {"resample", "flag", "block", "off"},
                byDefault = "\"resample\"")
        @JsonPropertyDescription("For images too close to a training photo: resample, flag, block or off. Ours.")
        @Nullable
        String guard,

        @JsonPropertyDescription(
                "auto, or the size of what is drawn as 64x64, the model's or that of an image with a mask: nothing is resized.")
        @Nullable
        String size,

        @Allowed(
                oneOf = {"auto", "standard"},
                byDefault = "\"auto\"")
        @JsonPropertyDescription("auto or standard, which are the same.")
        @Nullable
        String quality,

        @Allowed(
                oneOf = {"auto", "opaque"},
                byDefault = "\"opaque\"")
        @JsonPropertyDescription("auto or opaque, which are the same.")
        @Nullable
        String background,

        @Allowed(oneOf = "png", byDefault = "\"png\"") @JsonPropertyDescription("png, the only format.") @Nullable
        String outputFormat,

        @Allowed(least = 100, most = 100, byDefault = "100")
        @JsonPropertyDescription("100: PNG loses nothing.")
        @Nullable
        Integer outputCompression,

        @Allowed(byDefault = "false")
        @JsonPropertyDescription("Whether the answer is a stream of events; false by default.")
        @Nullable
        Boolean stream,

        @Allowed(least = 0, most = GenerationReader.MOST_PARTIAL_IMAGES, byDefault = "0")
        @JsonPropertyDescription("0 to 3 partial images of each image, with stream; 0 by default.")
        @Nullable
        Integer partialImages,

        @Allowed(
                oneOf = {"b64_json", "url"},
                byDefault = "\"b64_json\"")
        @JsonPropertyDescription("b64_json, or url without stream; b64_json by default.")
        @Nullable
        String responseFormat,

        @Allowed(
                oneOf = {"auto", "low"},
                byDefault = "\"auto\"")
        @JsonPropertyDescription("auto or low; there is none beside the guard.")
        @Nullable
        String moderation,

        @JsonPropertyDescription("Any text; not kept.") @Nullable
        String user,

        @JsonPropertyDescription("None: a model has the style of its photos.") @Nullable
        String style,

        @Allowed(characters = SynthesisRequest.MAX_PROMPT, byDefault = "\"\"")
        @JsonPropertyDescription("What guidance leads away from; wants a guidance_scale that is not 1. Ours.")
        @Nullable
        String negativePrompt) {}
