package dev.flawsmith.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.model.VaeDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The ONNX models of a package's autoencoder, derived from its weights into a cache: the same package gives the same bytes.
 */
public final class OnnxVaeFile {
    private OnnxVaeFile() {}

    /**
     * The decoder's file in a cache, written there if it is missing or damaged.
     *
     * @param cache a folder, made if it is missing
     * @throws IOException if it cannot be written
     * @throws ModelPackageException if the model is not on latents, or the weights are not those of the network
     */
    public static Path decoder(ModelPackage model, Path cache) throws IOException {
        return derive(model, VaeDescriptor.DECODER, cache, VaeExporter::decoder);
    }

    /**
     * The encoder's file in a cache, written there if it is missing or damaged.
     *
     * @param cache a folder, made if it is missing
     * @throws IOException if it cannot be written
     * @throws ModelPackageException if the model is not on latents, or the weights are not those of the network
     */
    public static Path encoder(ModelPackage model, Path cache) throws IOException {
        return derive(model, VaeDescriptor.ENCODER, cache, VaeExporter::encoder);
    }

    /** Writes one half. */
    private interface Export {
        ModelProto of(VaeConfig config, Safetensors.Contents weights, Map<String, String> metadata);
    }

    private static Path derive(ModelPackage model, String half, Path cache, Export export) throws IOException {
        VaeDescriptor vae = model.vae();
        String weights = String.valueOf(vae.sha256().get(half));
        String key = Sha256.hex(String.join(
                        "\n", VaeExporter.VERSION, half, weights, vae.network().toString()))
                .substring(0, 32);
        Path path = cache.resolve(key + ".vae.onnx");
        Path hash = cache.resolve(key + ".vae.onnx.sha256");
        try {
            if (Files.readString(hash).equals(Sha256.hex(Files.readAllBytes(path)))) {
                return path;
            }
        } catch (NoSuchFileException e) {
            // never derived, or not to the end
        }
        Path source = model.directory().resolve(half);
        try {
            OnnxFile derived = OnnxFile.write(
                    export.of(vae.network(), Safetensors.read(source), Map.of("weights_sha256", weights)), path);
            OnnxFile.replace(hash, derived.sha256().getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new ModelPackageException(source + ": " + e.getMessage(), e);
        }
        return path;
    }
}
