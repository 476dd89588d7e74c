package dev.flawsmith.synthesis;

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
        String engine, int bucket, int slots, @Nullable Double parity, List<Speed> measured) {
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
    public record Speed(String engine, int rows, double evaluationsPerSecond) {}
}
