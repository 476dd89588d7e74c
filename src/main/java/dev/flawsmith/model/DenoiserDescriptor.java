package dev.flawsmith.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code denoiser.json}: what an ONNX or TorchScript file from elsewhere is as a denoiser. docs/own-models.md
 * describes every field.
 *
 * @param version of the weights; null is unknown
 * @param format {@code onnx} or {@code torchscript}
 * @param file the network, in the descriptor's folder
 * @param inputs in the order of a TorchScript call
 * @param output the ONNX value that is the prediction; null for TorchScript, whose first output it is
 * @param channels 1 or 3
 * @param height pixels
 * @param width pixels
 * @param classes class names, in the network's order; one for a network that takes no class
 * @param unconditionalClass the class that stands for none, which guidance wants; null where there is none
 * @param scheduler the {@code scheduler_config.json} it was trained with, in the same folder
 * @param steps of a request that does not say
 * @param guidanceScale of a request that does not say; null is 1
 * @param guard {@code off}: no photo to compare with is known
 * @param licence of the weights
 * @param data what it was trained on; null is unknown
 * @param files SHA-256 of every file beside this one, by name; null where nobody has imported the folder
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DenoiserDescriptor(
        @Nullable String version,
        String format,
        String file,
        List<NetworkSignature.Input> inputs,
        @Nullable String output,
        int channels,
        int height,
        int width,
        List<String> classes,
        @Nullable Integer unconditionalClass,
        String scheduler,
        int steps,
        @Nullable Double guidanceScale,
        String guard,
        String licence,
        @Nullable String data,
        @Nullable Map<String, String> files) {
    /** The descriptor's file name. */
    public static final String FILE = "denoiser.json";

    public static final String ONNX = "onnx";
    public static final String TORCHSCRIPT = "torchscript";

    /**
     * Reads a folder's descriptor.
     *
     * @throws ModelPackageException if there is none, it is no JSON of these fields, or values are wrong: then all of them
     *     are named
     */
    public static DenoiserDescriptor read(Path folder) {
        return DescriptorJson.read(
                folder,
                FILE,
                "a denoiser",
                DenoiserDescriptor.class,
                descriptor -> new DenoiserDescriptorCheck(descriptor).problems());
    }

    /** Its JSON. */
    public String toJson() {
        return DescriptorJson.text(this);
    }

    /** What goes in and what comes out. */
    public NetworkSignature signature() {
        return new NetworkSignature(inputs, output, shape(), classes.size(), unconditionalClass);
    }

    /** The shape of an image. */
    public ImageShape shape() {
        return new ImageShape(channels, height, width);
    }

    /** The same with these hashes. */
    public DenoiserDescriptor withFiles(@Nullable Map<String, String> hashes) {
        return new DenoiserDescriptor(
                version,
                format,
                file,
                inputs,
                output,
                channels,
                height,
                width,
                classes,
                unconditionalClass,
                scheduler,
                steps,
                guidanceScale,
                guard,
                licence,
                data,
                hashes);
    }
}
