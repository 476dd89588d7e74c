package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data of the events of {@code POST /v1/images}. */
final class ImageEventBody {
    /** By the events' names. */
    static final Map<String, Class<?>> ALL = Map.of(
            "queued", Queued.class,
            "position", Position.class,
            "progress", Progress.class,
            "preview", PreviewBody.class,
            "image", ImageBody.class,
            "done", Done.class,
            "error", ErrorBody.class);

    private ImageEventBody() {}

    /** What was taken up. */
    record Queued(
            @JsonPropertyDescription("The model.") String model,

            @JsonPropertyDescription("Images.") int n,

            @JsonPropertyDescription("That of the first image.")
            long seed,

            @JsonPropertyDescription(
                    "Images of other requests that have to be finished before the first of this one begins.")
            int ahead,

            @JsonPropertyDescription("Its id, with resume_seconds: where it can be taken up again.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String stream) {}

    /** How many images are ahead now. */
    record Position(
            @JsonPropertyDescription(
                    "Images of other requests that have to be finished before the first of this one begins.")
            int ahead) {}

    /** How far all images are together. */
    record Progress(
            @JsonPropertyDescription("Sampler steps done, over all images.")
            int stepsDone,

            @JsonPropertyDescription("Sampler steps in all; more after a new attempt of the guard.")
            int stepsTotal) {}

    /** The end. */
    record Done(
            @JsonPropertyDescription("The model.") String model,

            @JsonPropertyDescription("Images that were told of.")
            int images,

            @JsonPropertyDescription("From the request to here.")
            double seconds) {}
}
