package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * The answer to an image request as JSON.
 *
 * @param created seconds since 1970
 * @param seconds how long it took, queueing included
 */
record ImagesBody(
        @JsonPropertyDescription("Seconds since 1970.") long created,
        @JsonPropertyDescription("The model that drew.") String model,
        @JsonPropertyDescription("In order of their index.") List<ImageBody> images,

        @JsonPropertyDescription("How long it took, queueing included.")
        double seconds) {}
