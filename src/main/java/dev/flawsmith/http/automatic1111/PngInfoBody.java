package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Map;

/** The texts of a PNG; empty where it has none. */
record PngInfoBody(
        @JsonPropertyDescription("AUTOMATIC1111's text, parameters; empty without one.")
        String info,

        @JsonPropertyDescription("The other texts by their keywords, such as flawsmith.")
        Map<String, String> items,

        @JsonPropertyDescription("The fields that info has, such as Prompt, Seed and Size-1; empty without info.")
        Map<String, String> parameters) {}
