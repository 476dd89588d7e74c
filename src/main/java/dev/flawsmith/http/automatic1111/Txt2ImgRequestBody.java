package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.http.openapi.Allowed;
import dev.flawsmith.synthesis.SynthesisRequest;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /sdapi/v1/txt2img} takes that means something, for its description: {@link Txt2ImgReader} reads it, field by field.
 * What is accepted switched off, docs/automatic1111.md lists.
 */
record Txt2ImgRequestBody(
        @Allowed(characters = SynthesisRequest.MAX_PROMPT)
        @JsonPropertyDescription(
                "Exactly a class of the model: that class; else a prompt, for a model that takes prompts.")
        @Nullable
        String prompt,

        @Allowed(characters = SynthesisRequest.MAX_PROMPT, byDefault = "\"\"")
        @JsonPropertyDescription(
                "What guidance leads away from, for a model that takes prompts; wants a cfg_scale that is not 1.")
        @Nullable
        String negativePrompt,

        @Allowed(least = -1, byDefault = "-1")
        @JsonPropertyDescription(
                "-1 is random, told in info; else from 0; image i has the seed seed + i. -1 by default.")
        @Nullable
        Long seed,

        @Allowed(least = 1, most = SynthesisRequest.MAX_IMAGES, byDefault = "1")
        @JsonPropertyDescription("Images at once; times n_iter at most 1,024. 1 by default.")
        @Nullable
        Integer batchSize,

        @Allowed(least = 1, most = SynthesisRequest.MAX_IMAGES, byDefault = "1")
        @JsonPropertyDescription("How often; 1 by default.")
        @Nullable
        Integer nIter,

        @Allowed(least = 1, most = SynthesisRequest.MAX_STEPS)
        @JsonPropertyDescription("Sampler steps, 1 to 1,000; the model's by default.")
        @Nullable
        Integer steps,

        @Allowed(least = 0, most = SynthesisRequest.MAX_GUIDANCE)
        @JsonPropertyDescription("Guidance, 0 to 20; 1 is none. The model's by default.")
        @Nullable
        Double cfgScale,

        @JsonPropertyDescription("A name or alias from samplers, or ours; the model's by default.") @Nullable
        String samplerName,

        @JsonPropertyDescription("The same, where sampler_name is not given.") @Nullable
        String samplerIndex,

        @JsonPropertyDescription("Automatic, or Karras where the model has those levels: the same.") @Nullable
        String scheduler,

        @JsonPropertyDescription("The model's own, or the photo's of img2img; none is the same.") @Nullable
        Integer width,

        @JsonPropertyDescription("The model's own, or the photo's of img2img; none is the same.") @Nullable
        Integer height,

        @Allowed(characters = 128)
        @JsonPropertyDescription(
                "1 to 128 printable characters, of no job under way: names it for progress and interrupt.")
        @Nullable
        String forceTaskId,

        @Allowed(byDefault = "true")
        @JsonPropertyDescription("Whether the answer holds the images; true by default.")
        @Nullable
        Boolean sendImages,

        @JsonPropertyDescription("Settings as in options, for this request.") @Nullable
        OptionsRequestBody overrideSettings,

        @Allowed(
                oneOf = {"resample", "flag", "block", "off"},
                byDefault = "\"resample\"")
        @JsonPropertyDescription("For images too close to a training photo: resample, flag, block or off. Ours.")
        @Nullable
        String guard) {}
