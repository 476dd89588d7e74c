package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What {@code POST /sdapi/v1/interrupt} takes, for its description: {@link Automatic1111Routes} reads it. */
record InterruptRequestBody(
        @JsonPropertyDescription(
                "The id that was sent with txt2img, here or in the query. With a token it may be left out: all of the caller's stop.")
        @Nullable
        String forceTaskId) {}
