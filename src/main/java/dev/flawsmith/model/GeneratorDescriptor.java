package dev.flawsmith.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code generator.json}: what an ONNX file from elsewhere is as a generator that draws in one step.
 * docs/own-models.md describes every field.
 *
 * @param version of the weights; null is unknown
 * @param format {@code onnx}
 * @param file the network, in the descriptor's folder
 * @param inputs {@code z}, and the class where the network takes one
 * @param output the ONNX value that is the image
 * @param range what black and white are in it: [-1, 1] or [0, 1]
 * @param channels 1 or 3
 * @param height pixels
 * @param width pixels
 * @param classes class names, in the network's order; one for a network that takes no class
 * @param guard {@code off}: no photo to compare with is known
 * @param licence of the weights
 * @param data what it was trained on; null is unknown
 * @param files SHA-256 of every file beside this one, by name; null where nobody has imported the folder
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GeneratorDescriptor(
        @Nullable String version,
        String format,
        String file,
        List<Input> inputs,
        String output,
        List<Double> range,
        int channels,
        int height,
        int width,
        List<String> classes,
        String guard,
        String licence,
        @Nullable String data,
        @Nullable Map<String, String> files) {
    /** The descriptor's file name. */
    public static final String FILE = "generator.json";

    public static final String ONNX = "onnx";
    /** An input is {@code z}. */
    public static final String LATENT = "latent";
    /** An input is the class. */
    public static final String CLASS = "class";

    public static final String NORMAL = "normal";
    public static final String UNIFORM = "uniform";
    /** A class is its number, {@code [batch]}. */
    public static final String INDEX = "index";
    /** A class is a row of zeros with a one, {@code [batch, classes]}. */
    public static final String ONE_HOT = "one-hot";

    /**
     * One input of the network.
     *
     * @param is {@code latent} or {@code class}
     * @param name of the ONNX value
     * @param shape of a latent without its batch axis: {@code [128]} or {@code [128, 1, 1]}
     * @param distribution of a latent: {@code normal} or {@code uniform} over [-1, 1)
     * @param truncation of a normal latent: values beyond are drawn again; null is none
     * @param form of a class: {@code index} or {@code one-hot}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Input(
            @JsonProperty("is") String is,
            String name,
            @Nullable List<Integer> shape,
            @Nullable String distribution,
            @Nullable Double truncation,
            @Nullable String form) {}

    /**
     * Reads a folder's descriptor.
     *
     * @throws ModelPackageException if there is none, it is no JSON of these fields, or values are wrong: then all of them
     *     are named
     */
    public static GeneratorDescriptor read(Path folder) {
        return DescriptorJson.read(
                folder,
                FILE,
                "a generator",
                GeneratorDescriptor.class,
                descriptor -> new GeneratorDescriptorCheck(descriptor).problems());
    }

    /** Its JSON. */
    public String toJson() {
        return DescriptorJson.text(this);
    }

    /** The input that is {@code z}. */
    public Input latent() {
        return input(LATENT).orElseThrow(() -> new IllegalStateException("a descriptor that was checked has a latent"));
    }

    /** The input that is the class; empty for a network that takes none. */
    public Optional<Input> classInput() {
        return input(CLASS);
    }

    private Optional<Input> input(String is) {
        return inputs.stream().filter(input -> is.equals(input.is())).findFirst();
    }

    /** The shape of an image. */
    public ImageShape shape() {
        return new ImageShape(channels, height, width);
    }

    /** From the network's values to pixels. */
    public PixelTransfer pixelTransfer() {
        return range.get(0) < 0 ? PixelTransfer.IDENTITY : PixelTransfer.FROM_UNIT;
    }

    /** The same with these hashes. */
    public GeneratorDescriptor withFiles(@Nullable Map<String, String> hashes) {
        return new GeneratorDescriptor(
                version, format, file, inputs, output, range, channels, height, width, classes, guard, licence, data,
                hashes);
    }
}
