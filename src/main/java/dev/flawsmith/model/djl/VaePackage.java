package dev.flawsmith.model.djl;

import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.model.VaeDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An autoencoder's weights on disk: each half in a file of its own, for only one of them is needed to draw. */
public final class VaePackage {
    private VaePackage() {}

    /**
     * Writes both halves, named half-precision tensors.
     *
     * @param weights every weight in the order of {@link VaeNetwork#tensors}
     * @return the files' SHA-256, by name
     */
    public static Map<String, String> write(Path folder, VaeConfig network, float[] weights) throws IOException {
        Files.createDirectories(folder);
        List<Tensor> all = NamedTensors.of(VaeNetwork.tensors(network), weights);
        for (String half : List.of(VaeDescriptor.ENCODER, VaeDescriptor.DECODER)) {
            Safetensors.write(
                    folder.resolve(half),
                    all.stream()
                            .filter(tensor -> half.equals(file(tensor.name())))
                            .toList(),
                    Map.of("format", "flawsmith-vae"),
                    Safetensors.Precision.F16);
        }
        return Map.of(
                VaeDescriptor.ENCODER, Sha256.hex(folder.resolve(VaeDescriptor.ENCODER)),
                VaeDescriptor.DECODER, Sha256.hex(folder.resolve(VaeDescriptor.DECODER)));
    }

    private static String file(String tensor) {
        return tensor.startsWith("encoder.") ? VaeDescriptor.ENCODER : VaeDescriptor.DECODER;
    }

    /**
     * Opens both halves of a folder whose hashes have been compared; the caller closes the network.
     *
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     * @throws ModelPackageException if weights are missing or not those of the network; the message names file and tensor
     */
    public static VaeNetwork open(Path folder, VaeConfig network, String device) {
        List<DjlNetwork.TensorSpec> specs = VaeNetwork.tensors(network);
        List<Tensor> both = new ArrayList<>();
        for (String half : List.of(VaeDescriptor.ENCODER, VaeDescriptor.DECODER)) {
            List<DjlNetwork.TensorSpec> own = specs.stream()
                    .filter(spec -> half.equals(file(spec.name())))
                    .toList();
            both.addAll(NamedTensors.of(own, NamedTensors.read(own, folder.resolve(half))));
        }
        float[] weights = NamedTensors.flat(specs, new Safetensors.Contents(both, Map.of()));
        return VaeNetwork.create(network, weights, device, false);
    }
}
