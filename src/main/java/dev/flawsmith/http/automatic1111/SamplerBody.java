package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;

/** A sampler as AUTOMATIC1111 lists it. */
record SamplerBody(
        @JsonPropertyDescription("What txt2img takes as sampler_name.")
        String name,

        @JsonPropertyDescription("Other names that are taken.")
        List<String> aliases,

        @JsonPropertyDescription("Empty: there are none.") Map<String, String> options) {
    static SamplerBody of(SamplerNames.Known sampler) {
        return new SamplerBody(sampler.name(), sampler.aliases(), Map.of());
    }
}
