package dev.flawsmith.http.openai;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.http.ErrorBody;
import java.util.Map;

/** The data of the events of {@code POST /v1/images/generations} and {@code POST /v1/images/edits}. */
public final class GenerationEventBody {
    /** What the names of a generation's events begin with. */
    static final String GENERATION = "image_generation";
    /** What those of an edit's do. */
    static final String EDIT = "image_edit";

    /** Those of a generation, by the events' names. */
    public static final Map<String, Class<?>> GENERATIONS = byName(GENERATION);
    /** Those of an edit, by the events' names. */
    public static final Map<String, Class<?>> EDITS = byName(EDIT);

    private GenerationEventBody() {}

    private static Map<String, Class<?>> byName(String kind) {
        return Map.of(partial(kind), PartialImage.class, completed(kind), Completed.class, "error", ErrorBody.class);
    }

    /** The name of the event of an image under way. */
    static String partial(String kind) {
        return kind + ".partial_image";
    }

    /** The name of the event of a finished image. */
    static String completed(String kind) {
        return kind + ".completed";
    }

    /** An image under way. */
    record PartialImage(
            @JsonPropertyDescription("image_generation.partial_image; image_edit.partial_image of an edit.")
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
            @JsonPropertyDescription("image_generation.completed; image_edit.completed of an edit.")
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
