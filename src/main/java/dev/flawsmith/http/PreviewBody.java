package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.synthesis.Preview;
import java.util.Base64;

/** The data of a {@code preview} event: an image under way after so many of its steps. */
record PreviewBody(
        @JsonPropertyDescription("Of the image, from 0.") int index,

        @JsonPropertyDescription("Steps done.") int step,

        @JsonPropertyDescription("Steps of an image.") int steps,

        @JsonPropertyDescription("A PNG in Base64.") String b64Png,

        @JsonPropertyDescription("What the guard found of this very preview.")
        MemorizationBody memorization) {
    static PreviewBody of(Preview preview) {
        return new PreviewBody(
                preview.index(),
                preview.step(),
                preview.steps(),
                Base64.getEncoder().encodeToString(PngFile.of(preview).bytes()),
                MemorizationBody.of(preview.released().verdict()));
    }
}
