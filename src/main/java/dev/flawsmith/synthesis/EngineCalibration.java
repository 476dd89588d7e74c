package dev.flawsmith.synthesis;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the engines were measured at on this machine for one model, and what was chosen by it.
 *
 * @param engine chosen, with its threads, as recipes name it: {@code "onnxruntime-cpu-2"}
 * @param bucket rows of every call where images must be the same bytes in every run
 * @param slots most rows of a server's calls
 * @param parity largest difference between the engines' raw outputs, which have unit variance; ONNX Runtime is not chosen
 *     above 1e-4 or where it is null: then it could not be opened
 * @param measured speeds, in the order they were taken
 */
public record EngineCalibration(
        @JsonPropertyDescription("Chosen, with its threads.")
        String engine,

        @JsonPropertyDescription("Rows of every call where images must be the same bytes in every run.")
        int bucket,

        @JsonPropertyDescription("Most rows of a server's calls.")
        int slots,

        @JsonPropertyDescription(
                "Largest difference between the engines' raw outputs; null where one could not be opened.")
        @Nullable
        Double parity,

        @JsonPropertyDescription("Speeds, in the order they were taken.")
        List<Speed> measured) {
    public EngineCalibration {
        measured = List.copyOf(measured);
        if (bucket < 1 || slots < 1) {
            throw new IllegalArgumentException(
                    "expected a bucket and slots of at least 1, found " + bucket + " and " + slots);
        }
    }

    /**
     * Speed of an engine.
     *
     * @param engine with its threads
     * @param rows of a call
     * @param evaluationsPerSecond rows a second
     */
    public record Speed(
            @JsonPropertyDescription("With its threads.") String engine,
            @JsonPropertyDescription("Of a call.") int rows,
            @JsonPropertyDescription("Rows a second.") double evaluationsPerSecond) {}
}
