package dev.flawsmith.http.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What {@code POST /v1/images/generations} takes, for its description: {@link GenerationReader} reads it, field by field. */
public record GenerationRequestBody(
        @JsonPropertyDescription(
                "Exactly a class of the model: that class; else a prompt, for a model that takes prompts.")
        @Nullable
        String prompt,

        @JsonPropertyDescription("A name from /v1/models; the first of them by default.") @Nullable
        String model,

        @JsonProperty("class") @JsonPropertyDescription("One of the model's classes; ours, not OpenAI's.") @Nullable
        String className,

        @JsonPropertyDescription("Images, 1 to 10; 1 by default.") @Nullable
        Integer n,

        @JsonPropertyDescription("From 0; image i has the seed seed + i. Ours. Random by default, told in the answer.")
        @Nullable
        Long seed,

        @JsonPropertyDescription("Sampler steps, 1 to 1,000. Ours; the model's by default.") @Nullable
        Integer steps,

        @JsonPropertyDescription("One of the model's samplers. Ours; the model's default by default.") @Nullable
        String sampler,

        @JsonPropertyDescription("Classifier-free guidance, 0 to 20; 1 is none. Ours; the model's by default.")
        @Nullable
        Double guidanceScale,

        @JsonPropertyDescription("For images too close to a training photo: resample, flag, block or off. Ours.")
        @Nullable
        String guard,

        @JsonPropertyDescription("auto, or the model's own size as 64x64: nothing is resized.") @Nullable
        String size,

        @JsonPropertyDescription("auto or standard, which are the same.") @Nullable
        String quality,

        @JsonPropertyDescription("auto or opaque, which are the same.") @Nullable
        String background,

        @JsonPropertyDescription("png, the only format.") @Nullable
        String outputFormat,

        @JsonPropertyDescription("100: PNG loses nothing.") @Nullable
        Integer outputCompression,

        @JsonPropertyDescription("Whether the answer is a stream of events; false by default.") @Nullable
        Boolean stream,

        @JsonPropertyDescription("0 to 3 partial images of each image, with stream; 0 by default.") @Nullable
        Integer partialImages,

        @JsonPropertyDescription("b64_json, or url without stream; b64_json by default.") @Nullable
        String responseFormat,

        @JsonPropertyDescription("auto or low; there is none beside the guard.") @Nullable
        String moderation,

        @JsonPropertyDescription("Any text; not kept.") @Nullable
        String user,

        @JsonPropertyDescription("None: a model has the style of its photos.") @Nullable
        String style,

        @JsonPropertyDescription("Empty: guidance leads away from no prompt.") @Nullable
        String negativePrompt) {}
