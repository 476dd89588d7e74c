package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.synthesis.ModelDescription;
import org.jspecify.annotations.Nullable;

/** A model as AUTOMATIC1111 lists its checkpoints. */
record SdModelBody(
        @JsonPropertyDescription("Name and short hash, which the setting sd_model_checkpoint takes.")
        String title,

        @JsonPropertyDescription("The model's name.") String modelName,

        @JsonPropertyDescription("The first ten digits of sha256.")
        String hash,

        @JsonPropertyDescription("Of the model's weights, in hex.")
        String sha256,

        @JsonPropertyDescription("Made of the name: there is no file behind it that a client could open.")
        String filename,

        @JsonPropertyDescription("Always null.") @Nullable String config) {
    static SdModelBody of(ModelDescription model) {
        Checkpoint checkpoint = Checkpoint.of(model);
        return new SdModelBody(
                checkpoint.title(),
                checkpoint.modelName(),
                checkpoint.hash(),
                checkpoint.sha256(),
                checkpoint.filename(),
                null);
    }
}
