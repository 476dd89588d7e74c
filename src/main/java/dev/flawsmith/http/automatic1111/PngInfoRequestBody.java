package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What {@code POST /sdapi/v1/png-info} takes, for its description: {@link PngInfoEndpoint} reads it. */
record PngInfoRequestBody(
        @JsonPropertyDescription("A PNG in Base64, with data:image/png;base64, before it or not; no address.")
        String image) {}
