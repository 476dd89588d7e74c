package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.http.openapi.Allowed;
import org.jspecify.annotations.Nullable;

/** What an evaluation is asked by, as JSON or as parts of a form. */
record EvaluationRequestBody(
        @JsonPropertyDescription(
                "Real images. As a part: a zip, tar or tar.gz of <class>/<image> or of images. Else the"
                        + " name of a folder of serve --photos, or {\"job\": ID} of a dataset job.")
        Object reference,

        @JsonPropertyDescription("Generated images; likewise.")
        Object synthetic,

        @JsonPropertyDescription("Other real images, compared in the same way; likewise.") @Nullable
        Object floor,

        @JsonPropertyDescription("As a part: JSON, with or without a file name.") @Nullable
        Options options) {
    /** What can be chosen. */
    record Options(
            @JsonPropertyDescription("pixel, or the name of an encoder of the server.") @Nullable
            String encoder,

            @Allowed(least = 1, most = 1000, byDefault = "5")
            @JsonPropertyDescription("Neighbours of precision, recall, density and coverage; 5 by default.")
            @Nullable
            Integer k,

            @Allowed(byDefault = "0") @JsonPropertyDescription("All randomness; 0 by default.") @Nullable
            Long seed,

            @Allowed(least = 0, most = 10_000)
            @JsonPropertyDescription("Repeats for the interval of the Fréchet distance, 0 for none.")
            @Nullable
            Integer bootstrap,

            @Allowed(oneOf = {"train", "holdout", "test"})
            @JsonPropertyDescription("Only the reference's images of this split of its splits.csv.")
            @Nullable
            String referenceSplit,

            @Allowed(oneOf = {"train", "holdout", "test"})
            @JsonPropertyDescription("Only the synthetic images of this split.")
            @Nullable
            String syntheticSplit,

            @Allowed(oneOf = {"train", "holdout", "test"})
            @JsonPropertyDescription("Only the floor's images of this split.")
            @Nullable
            String floorSplit) {}
}
