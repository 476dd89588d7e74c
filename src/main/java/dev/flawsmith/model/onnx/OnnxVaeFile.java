package dev.flawsmith.model.onnx;

import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.VaeDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** The ONNX model of a package's decoder, derived from its weights into a cache: the same package gives the same bytes. */
public final class OnnxVaeFile {
    private OnnxVaeFile() {}

    /**
     * The file in a cache, written there if it is missing or damaged.
     *
     * @param model a model on latents
     * @param cache a folder, made if it is missing
     * @throws IOException if it cannot be written
     * @throws ModelPackageException if the weights are not those of the network
     */
    public static Path derive(ModelPackage model, Path cache) throws IOException {
        VaeDescriptor vae = model.vae();
        String weights = String.valueOf(vae.sha256().get(VaeDescriptor.DECODER));
        String key = Sha256.hex(String.join(
                        "\n", VaeExporter.VERSION, weights, vae.network().toString()))
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
        Path source = model.directory().resolve(VaeDescriptor.DECODER);
        try {
            OnnxFile derived = OnnxFile.write(
                    VaeExporter.decoder(vae.network(), Safetensors.read(source), Map.of("weights_sha256", weights)),
                    path);
            OnnxFile.replace(hash, derived.sha256().getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new ModelPackageException(source + ": " + e.getMessage(), e);
        }
        return path;
    }
}
