package dev.flawsmith.model.onnx;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.model.EncoderException;
import dev.flawsmith.model.ResizeProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code encoder.json}: what an ONNX file is as an encoder. docs/encoders.md describes every field.
 *
 * @param name what users call it
 * @param file the ONNX file, in the descriptor's folder
 * @param sha256 of that file, lower-case hexadecimal
 * @param protocol a {@link ResizeProtocol}'s label
 * @param input what goes in
 * @param output what comes out
 * @param licence of the weights
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EncoderDescriptor(
        String name, String file, String sha256, String protocol, Input input, Output output, String licence) {
    /** The descriptor's file name. */
    public static final String FILE = "encoder.json";

    private static final int LARGEST_SIDE = 4096;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    /**
     * The network's input.
     *
     * @param name of the ONNX value
     * @param layout {@code nchw} or {@code nhwc}
     * @param channels 1 (luma) or 3 (RGB)
     * @param range {@code [low, high]} that black and white become; null where mean and deviation are given
     * @param mean of each channel, of values in [0, 1]: subtracted; null where a range is given
     * @param std of each channel: divided by; null where a range is given
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Input(
            String name,
            String layout,
            int channels,
            int width,
            int height,
            @Nullable List<Double> range,
            @Nullable List<Double> mean,
            @Nullable List<Double> std) {
        /** What a value in [0, 1] of a channel is multiplied by. */
        double factor(int channel) {
            return std != null ? 1 / std.get(channel) : range == null ? 1 : range.get(1) - range.get(0);
        }

        /** What is added after that. */
        double offset(int channel) {
            return std != null && mean != null
                    ? -mean.get(channel) / std.get(channel)
                    : range == null ? 0 : range.get(0);
        }
    }

    /**
     * The network's output.
     *
     * @param name of the ONNX value
     * @param pool {@code none} for {@code [n, d]}, {@code mean} for {@code [n, d, h, w]}, averaged over its grid
     * @param dimension numbers a feature
     * @param l2Normalized whether features have length 1
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Output(String name, String pool, int dimension, boolean l2Normalized) {}

    /**
     * Reads a folder's descriptor.
     *
     * @throws EncoderException if there is none, it is no JSON of these fields, or values are wrong: then all of them are named
     */
    static EncoderDescriptor read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new EncoderException(folder + ": expected an encoder's folder with " + FILE + ", found none");
        }
        EncoderDescriptor descriptor;
        try {
            descriptor = JSON.readValue(Files.readString(file), EncoderDescriptor.class);
        } catch (JsonProcessingException e) {
            throw new EncoderException(file + ": expected an encoder's descriptor, found " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new EncoderException(file + ": expected a readable file, found " + e, e);
        }
        List<String> problems = descriptor == null ? List.of("expected an object, found null") : descriptor.problems();
        if (!problems.isEmpty()) {
            throw new EncoderException(file + ": " + String.join("; ", problems));
        }
        return descriptor;
    }

    /** Its JSON. */
    String toJson() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers can be written", e);
        }
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        check(problems, isText(name), "name", "a name", name);
        check(
                problems,
                isText(file) && file.matches("[^/\\\\]+") && !file.startsWith("."),
                "file",
                "a file of this folder",
                file);
        check(problems, sha256 != null && sha256.matches("[0-9a-f]{64}"), "sha256", "64 hexadecimal digits", sha256);
        check(problems, isText(licence), "licence", "the weights' licence", licence);
        try {
            ResizeProtocol.of(String.valueOf(protocol));
        } catch (IllegalArgumentException e) {
            problems.add("protocol: " + e.getMessage());
        }
        if (input == null || output == null) {
            problems.add("expected input and output, found " + (input == null ? "no input" : "no output"));
            return problems;
        }
        check(problems, isText(input.name), "input.name", "the ONNX input's name", input.name);
        check(
                problems,
                "nchw".equals(input.layout) || "nhwc".equals(input.layout),
                "input.layout",
                "nchw or nhwc",
                input.layout);
        check(problems, input.channels == 1 || input.channels == 3, "input.channels", "1 or 3", input.channels);
        check(problems, isSide(input.width), "input.width", "1 to " + LARGEST_SIDE, input.width);
        check(problems, isSide(input.height), "input.height", "1 to " + LARGEST_SIDE, input.height);
        checkValues(problems);
        check(problems, isText(output.name), "output.name", "the ONNX output's name", output.name);
        check(
                problems,
                "none".equals(output.pool) || "mean".equals(output.pool),
                "output.pool",
                "none or mean",
                output.pool);
        check(problems, output.dimension >= 1, "output.dimension", "at least 1", output.dimension);
        return problems;
    }

    private void checkValues(List<String> problems) {
        boolean ranged = input.range != null && input.mean == null && input.std == null;
        boolean scaled = input.range == null && input.mean != null && input.std != null;
        if (!ranged && !scaled) {
            problems.add("input: expected either range or mean and std, found range " + input.range + ", mean "
                    + input.mean + ", std " + input.std);
        } else if (input.range != null) {
            check(
                    problems,
                    finite(input.range, 2) && input.range.get(0) < input.range.get(1),
                    "input.range",
                    "[low, high] with low < high",
                    input.range);
        } else {
            check(problems, finite(input.mean, input.channels), "input.mean", "a number for each channel", input.mean);
            check(
                    problems,
                    finite(input.std, input.channels) && positive(input.std),
                    "input.std",
                    "a number above 0 for each channel",
                    input.std);
        }
    }

    private static boolean finite(@Nullable List<Double> values, int count) {
        return values != null
                && values.size() == count
                && values.stream().allMatch(v -> v != null && Double.isFinite(v));
    }

    private static boolean positive(@Nullable List<Double> values) {
        return values != null && values.stream().allMatch(v -> v > 0);
    }

    private static boolean isText(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static boolean isSide(int pixels) {
        return pixels >= 1 && pixels <= LARGEST_SIDE;
    }

    private static void check(
            List<String> problems, boolean holds, String field, String expected, @Nullable Object found) {
        if (!holds) {
            problems.add(field + ": expected " + expected + ", found " + found);
        }
    }
}
