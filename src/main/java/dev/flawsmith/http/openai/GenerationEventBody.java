package dev.flawsmith.http.openai;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.http.ErrorBody;
import java.util.Map;

/** The data of the events of {@code POST /v1/images/generations}. */
public final class GenerationEventBody {
    static final String PARTIAL = "image_generation.partial_image";
    static final String COMPLETED = "image_generation.completed";

    /** By the events' names. */
    public static final Map<String, Class<?>> ALL =
            Map.of(PARTIAL, PartialImage.class, COMPLETED, Completed.class, "error", ErrorBody.class);

    private GenerationEventBody() {}

    /** An image under way. */
    record PartialImage(
            @JsonPropertyDescription("image_generation.partial_image.")
            String type,

            @JsonPropertyDescription("A PNG in Base64.") String b64Json,

            @JsonPropertyDescription("Counts those of one image, from 0.")
            int partialImageIndex,

            @JsonPropertyDescription("Seconds since 1970.") long createdAt,

            @JsonPropertyDescription("Width x height.") String size,

            @JsonPropertyDescription("As asked for.") String quality,

            @JsonPropertyDescription("opaque.") String background,

            @JsonPropertyDescription("png.") String outputFormat,

            @JsonPropertyDescription("Ours: which image it is, and how far.")
            Step flawsmith) {}

    /** Which image of the request it is, and how far. */
    record Step(
            @JsonPropertyDescription("Of the image, from 0.")
            int index,

            @JsonPropertyDescription("Steps done.") int step,

            @JsonPropertyDescription("Steps of an image.") int steps) {}

    /** A finished image. */
    record Completed(
            @JsonPropertyDescription("image_generation.completed.")
            String type,

            @JsonPropertyDescription("A PNG in Base64.") String b64Json,

            @JsonPropertyDescription("Seconds since 1970.") long createdAt,

            @JsonPropertyDescription("Width x height.") String size,

            @JsonPropertyDescription("As asked for.") String quality,

            @JsonPropertyDescription("opaque.") String background,

            @JsonPropertyDescription("png.") String outputFormat,

            @JsonPropertyDescription("Tokens, of which there are none.")
            GenerationBody.Usage usage,

            @JsonPropertyDescription("Ours: seed, class, verdict.")
            GenerationBody.Facts flawsmith) {}
}
