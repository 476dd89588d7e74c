package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** All settings, in a form that can be sent back. */
record OptionsBody(
        @JsonPropertyDescription("The title of the model of requests that name none.")
        String sdModelCheckpoint,

        @JsonPropertyDescription("The hash of that model, SHA-256 in hex.")
        String sdCheckpointHash,

        @JsonPropertyDescription("png.") String samplesFormat,
        @JsonPropertyDescription("true.") boolean enablePnginfo,

        @JsonProperty("CLIP_stop_at_last_layers") @JsonPropertyDescription("1.")
        int clipStopAtLastLayers,

        @JsonPropertyDescription("0.") int etaNoiseSeedDelta,
        @JsonPropertyDescription("None.") String sdVae) {
    /** Those with this model chosen. */
    static OptionsBody of(Checkpoint chosen) {
        return new OptionsBody(chosen.title(), chosen.sha256(), "png", true, 1, 0, "None");
    }
}
