package dev.flawsmith.model.djl;

import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.GeneratorManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

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
        List<DjlNetwork.TensorSpec> specs = GeneratorNetwork.tensors(config);
        float[] weights =
                new float[specs.stream().mapToInt(DjlNetwork.TensorSpec::size).sum()];
        try {
            Safetensors.Contents contents = Safetensors.read(file);
            int offset = 0;
            for (DjlNetwork.TensorSpec spec : specs) {
                var tensor = contents.tensor(spec.name());
                if (!Arrays.equals(tensor.shape(), spec.shape())) {
                    throw new ModelPackageException(file + ": expected " + spec.name() + " of shape "
                            + Arrays.toString(spec.shape()) + ", found " + Arrays.toString(tensor.shape()));
                }
                System.arraycopy(tensor.values(), 0, weights, offset, spec.size());
                offset += spec.size();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelPackageException(file + ": expected a generator's weights, found: " + e.getMessage(), e);
        }
        return GeneratorNetwork.create(config, weights, DjlDevice.parse(device), false);
    }
}
