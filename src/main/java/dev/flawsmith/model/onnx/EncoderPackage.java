package dev.flawsmith.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.ResizeProtocol;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The folder of an encoder that was trained here, as {@link OnnxEncoder} opens it: written, and its weights read again. */
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

    /**
     * The weights of an encoder that {@link #write} wrote, by the names that its network gives them.
     *
     * @param folder with {@code encoder.onnx} and its descriptor
     * @throws ModelPackageException if the file is missing, another than the descriptor names, or no ONNX model
     */
    public static Safetensors.Contents weights(Path folder) {
        EncoderDescriptor descriptor = EncoderDescriptor.read(folder);
        Path file = folder.resolve(descriptor.file());
        List<Tensor> tensors = new ArrayList<>();
        try {
            byte[] content = Files.readAllBytes(file);
            String found = Sha256.hex(content);
            if (!found.equals(descriptor.sha256())) {
                throw new ModelPackageException(
                        file + ": expected SHA-256 " + descriptor.sha256() + ", found " + found);
            }
            for (TensorProto constant : ModelProto.parseFrom(content).getGraph().getInitializerList()) {
                if (constant.getDataType() == TensorProto.DataType.FLOAT_VALUE) {
                    FloatBuffer values = ByteBuffer.wrap(constant.getRawData().toByteArray())
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asFloatBuffer();
                    float[] all = new float[values.remaining()];
                    values.get(all);
                    long[] shape = constant.getDimsList().stream()
                            .mapToLong(Long::longValue)
                            .toArray();
                    if (shape.length == 4 && shape[0] == 1 && shape[2] == 1 && shape[3] == 1) {
                        shape = new long[] {shape[1]}; // a norm's, which stands there as it is multiplied
                    }
                    tensors.add(new Tensor(constant.getName(), shape, all));
                }
            }
        } catch (IOException e) {
            throw new ModelPackageException(file + ": expected an encoder as ONNX, found: " + e.getMessage(), e);
        }
        return new Safetensors.Contents(tensors, Map.of());
    }
}
