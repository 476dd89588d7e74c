package dev.flawsmith.model.djl;

import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.GeneratorManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import java.nio.file.Path;

/** A package's generator on PyTorch: what its ONNX model is compared with. */
public final class GeneratorPackage {
    private GeneratorPackage() {}

    /**
     * Opens the network.
     *
     * @param device as {@link DjlDevice} names it
     * @throws ModelPackageException if the weights are not those of the network
     */
    public static GeneratorNetwork open(ModelPackage model, String device) {
        GeneratorConfig config = GeneratorManifest.config(model);
        Path file = model.directory().resolve(ModelPackage.GENERATOR);
        float[] weights = NamedTensors.read(GeneratorNetwork.tensors(config), file);
        return GeneratorNetwork.create(config, weights, DjlDevice.parse(device), false);
    }
}
