package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.http.openapi.Allowed;
import org.jspecify.annotations.Nullable;

/** What an audit is asked by, as JSON or as parts of a form. */
record AuditRequestBody(
        @JsonPropertyDescription("Photos that were trained on. As a part: a zip, tar or tar.gz of <class>/<image> or of"
                + " images. Else the name of a folder of serve --photos, or {\"job\": ID} of a dataset job.")
        Object train,

        @JsonPropertyDescription("Photos of the same kind, split off before training; likewise.")
        Object holdout,

        @JsonPropertyDescription("Generated images; likewise.")
        Object synthetic,

        @JsonPropertyDescription("As a part: JSON, with or without a file name.") @Nullable
        Options options) {
    /** What can be chosen. */
    record Options(
            @Allowed(above = 0, below = 1, byDefault = "0.1")
            @JsonPropertyDescription("False discovery rate, above 0 and below 1; 0.1 by default.")
            @Nullable
            Double fdr,

            @Allowed(least = 100, most = 100_000)
            @JsonPropertyDescription("Permutations of the whole-set test.")
            @Nullable
            Integer permutations,

            @Allowed(byDefault = "0") @JsonPropertyDescription("Same seed, same numbers; 0 by default.") @Nullable
            Long seed,

            @Allowed(oneOf = {"train", "holdout", "test"})
            @JsonPropertyDescription("Only this split of train's splits.csv.")
            @Nullable
            String trainSplit,

            @Allowed(oneOf = {"train", "holdout", "test"})
            @JsonPropertyDescription("Only this split of holdout's splits.csv.")
            @Nullable
            String holdoutSplit,

            @Allowed(byDefault = "true")
            @JsonPropertyDescription("Whether the report shows real photos beside suspects; true by default.")
            @Nullable
            Boolean neighbours) {}
}
