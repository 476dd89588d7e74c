package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The answer to {@code txt2img}. */
record Txt2ImgBody(
        @JsonPropertyDescription("PNGs in Base64, in order of their index; none where send_images is false.")
        List<String> images,

        @JsonPropertyDescription("What was sent and, for what was not, what it came to.")
        ObjectNode parameters,

        @JsonPropertyDescription("JSON in a string: all_seeds, all_prompts, infotexts, sd_model_name and more.")
        String info) {}
