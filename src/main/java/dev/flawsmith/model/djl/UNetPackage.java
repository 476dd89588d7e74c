package dev.flawsmith.model.djl;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Opens the U-Net of a model package. */
public final class UNetPackage {
    private static final String TYPE = "unet";
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private UNetPackage() {}

    /** A network's shape as it stands in a manifest. */
    public static Map<String, Object> toManifest(UNetConfig config) {
        Map<String, Object> network = JSON.convertValue(config, new TypeReference<Map<String, Object>>() {});
        network.put("type", TYPE);
        return network;
    }

    /**
     * The network's shape that a manifest names.
     *
     * @throws ModelPackageException if it is no U-Net or does not fit the manifest's resolution, channels and classes
     */
    public static UNetConfig config(ModelPackage model) {
        ModelManifest manifest = model.manifest();
        Map<String, Object> network = new java.util.HashMap<>(manifest.network());
        Object type = network.remove("type");
        if (!TYPE.equals(type)) {
            throw new ModelPackageException(
                    model.directory() + ": expected a network of type " + TYPE + ", found " + type);
        }
        UNetConfig config;
        try {
            config = JSON.convertValue(network, UNetConfig.class);
        } catch (IllegalArgumentException e) {
            throw new ModelPackageException(
                    model.directory() + ": expected the shape of a U-Net in model.json, found: " + e.getMessage(), e);
        }
        if (config.imageSize() != manifest.resolution()
                || config.imageChannels() != manifest.channels()
                || config.classes() != manifest.classes().size()) {
            throw new ModelPackageException(model.directory() + ": expected a network for " + manifest.resolution()
                    + " pixels, " + manifest.channels() + " channels and "
                    + manifest.classes().size()
                    + " classes, found " + config);
        }
        return config;
    }

    /**
     * Loads the denoiser.
     *
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     * @throws ModelPackageException if the weights are not those of the network; the message names the tensor
     */
    public static DjlDenoiser open(ModelPackage model, String device) {
        return DjlDenoiser.create(
                config(model),
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
        return flat(config(model), contents, file);
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
