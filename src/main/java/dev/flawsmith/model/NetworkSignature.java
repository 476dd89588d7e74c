package dev.flawsmith.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes into a denoising network from elsewhere, and what comes out.
 *
 * @param inputs in the order of a TorchScript call
 * @param output the ONNX value that is the prediction; null for TorchScript
 * @param shape of a row
 * @param classes numbers that a class input takes, from 0 on
 * @param unconditionalClass the number that stands for no class; null where there is none
 * @param unconditionalText what a text input is given for no text; null where there is none; read-only
 * @param textWidth numbers of one token of a text; 0 for a network that takes none
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
public record NetworkSignature(
        List<Input> inputs,
        @Nullable String output,
        ImageShape shape,
        int classes,
        @Nullable Integer unconditionalClass,
        float @Nullable [] unconditionalText,
        int textWidth) {
    /** What an input is. */
    public static final String SAMPLE = "sample";

    public static final String TIMESTEP = "timestep";
    public static final String CLASS = "class";
    public static final String TEXT = "text";

    /**
     * One input of the network.
     *
     * @param is {@code sample}, {@code timestep}, {@code class} or {@code text}
     * @param name of the ONNX value; of no meaning for TorchScript, which goes by order
     * @param type {@code int64}, {@code int32} or {@code float32}, of a TorchScript network's timestep and class; null is
     *     int64. An ONNX file says it itself.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Input(
            @JsonProperty("is") String is,
            @Nullable String name,
            @Nullable String type) {}

    public NetworkSignature {
        inputs = List.copyOf(inputs);
    }

    /** Without a text. */
    public NetworkSignature(
            List<Input> inputs,
            @Nullable String output,
            ImageShape shape,
            int classes,
            @Nullable Integer unconditionalClass) {
        this(inputs, output, shape, classes, unconditionalClass, null, 0);
    }

    /** The input that is this; empty for none. */
    public Optional<Input> input(String is) {
        return inputs.stream().filter(input -> is.equals(input.is())).findFirst();
    }

    /** Whether the network can be asked without its condition, as guidance wants. */
    public boolean unconditioned() {
        return unconditionalClass != null || unconditionalText != null;
    }
}
