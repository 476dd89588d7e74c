package dev.flawsmith.model.djl;

import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Opens the U-Net of a model package. */
public final class UNetPackage {
    private UNetPackage() {}

    /**
     * Loads the denoiser.
     *
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     * @throws ModelPackageException if the weights are not those of the network; the message names the tensor
     */
    public static DjlDenoiser open(ModelPackage model, String device) {
        return DjlDenoiser.create(
                UNetManifest.config(model),
                weights(model),
                new EdmPreconditioning(model.manifest().sigmaData()),
                device);
    }

    /**
     * Every weight of a package's network, in the order of {@link DjlNetwork#tensors(UNetConfig)}.
     *
     * @throws ModelPackageException if the weights are not those of the network; the message names the tensor
     */
    public static float[] weights(ModelPackage model) {
        Path file = model.directory().resolve(ModelPackage.DENOISER);
        Safetensors.Contents contents;
        try {
            contents = Safetensors.read(file);
        } catch (IOException e) {
            throw new ModelPackageException(file + ": " + e.getMessage(), e);
        }
        return flat(UNetManifest.config(model), contents, file);
    }

    private static float[] flat(UNetConfig config, Safetensors.Contents contents, Path file) {
        List<DjlNetwork.TensorSpec> specs = DjlNetwork.tensors(config);
        float[] weights =
                new float[specs.stream().mapToInt(DjlNetwork.TensorSpec::size).sum()];
        int offset = 0;
        for (DjlNetwork.TensorSpec spec : specs) {
            Tensor tensor;
            try {
                tensor = contents.tensor(spec.name());
            } catch (IllegalArgumentException e) {
                throw new ModelPackageException(file + ": " + e.getMessage(), e);
            }
            if (!Arrays.equals(tensor.shape(), spec.shape())) {
                throw new ModelPackageException(file + ": expected " + spec.name() + " of shape "
                        + Arrays.toString(spec.shape()) + ", found " + Arrays.toString(tensor.shape()));
            }
            System.arraycopy(tensor.values(), 0, weights, offset, spec.size());
            offset += spec.size();
        }
        return weights;
    }
}
