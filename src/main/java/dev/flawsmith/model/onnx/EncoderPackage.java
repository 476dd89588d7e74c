package dev.flawsmith.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.model.ResizeProtocol;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes an encoder that was trained here as a folder that {@link OnnxEncoder} opens. */
public final class EncoderPackage {
    private static final String FILE = "encoder.onnx";

    private EncoderPackage() {}

    /**
     * Writes {@code encoder.onnx} and, last, {@code encoder.json}; the folder is made. The same weights give the same bytes.
     *
     * @param name what users will call it
     * @param weights every tensor of the network
     * @param metadata free text entries of the ONNX file
     * @param licence of the weights
     * @return what {@code encoder.json} says
     * @throws IOException if a file cannot be written
     * @throws IllegalArgumentException if the weights are not those of the network; the message names the tensor
     */
    public static EncoderDescriptor write(
            Path folder,
            String name,
            EncoderConfig config,
            List<Tensor> weights,
            Map<String, String> metadata,
            String licence)
            throws IOException {
        ModelProto model = EncoderExporter.export(config, new Safetensors.Contents(weights, Map.of()), metadata);
        OnnxFile file = OnnxFile.write(model, folder.resolve(FILE));
        EncoderDescriptor descriptor = new EncoderDescriptor(
                name,
                FILE,
                file.sha256(),
                ResizeProtocol.CLEAN.label(),
                new EncoderDescriptor.Input(
                        EncoderExporter.IMAGE,
                        "nchw",
                        config.imageChannels(),
                        config.imageSize(),
                        config.imageSize(),
                        List.of(-1.0, 1.0),
                        null,
                        null),
                new EncoderDescriptor.Output(EncoderExporter.FEATURE, "none", config.dimension(), true),
                licence);
        OnnxFile.replace(
                folder.resolve(EncoderDescriptor.FILE), descriptor.toJson().getBytes(StandardCharsets.UTF_8));
        return descriptor;
    }
}
