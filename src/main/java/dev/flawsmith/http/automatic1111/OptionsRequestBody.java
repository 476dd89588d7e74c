package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /sdapi/v1/options} takes, and {@code override_settings} of {@code txt2img}, for their description:
 * {@link Settings} reads it, field by field.
 */
record OptionsRequestBody(
        @JsonPropertyDescription("The model of requests that name none, by title, name or hash.") @Nullable
        String sdModelCheckpoint,

        @JsonPropertyDescription("Taken, and not looked at.") @Nullable
        String sdCheckpointHash,

        @JsonPropertyDescription("png, the only format.") @Nullable
        String samplesFormat,

        @JsonPropertyDescription("true: every PNG carries its recipe.") @Nullable
        Boolean enablePnginfo,

        @JsonProperty("CLIP_stop_at_last_layers")
        @JsonPropertyDescription("1: prompts are read to the last layer.")
        @Nullable
        Integer clipStopAtLastLayers,

        @JsonPropertyDescription("0: noise depends on the seed alone.") @Nullable
        Integer etaNoiseSeedDelta,

        @JsonPropertyDescription("None or Automatic: models have their own decoder.") @Nullable
        String sdVae) {}
