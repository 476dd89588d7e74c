package dev.flawsmith.model;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.Map;

/** The shape of a generator as it stands under {@code network} in a package's manifest. */
public final class GeneratorManifest {
    private static final String TYPE = "generator";
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private GeneratorManifest() {}

    /** A network's shape as it stands in a manifest. */
    public static Map<String, Object> toManifest(GeneratorConfig config) {
        Map<String, Object> network = JSON.convertValue(config, new TypeReference<Map<String, Object>>() {});
        network.remove("blocks");
        network.remove("shape");
        network.put("type", TYPE);
        return network;
    }

    /**
     * The network's shape that a manifest names.
     *
     * @throws ModelPackageException if it is no generator or does not fit the manifest's resolution, channels and classes
     */
    public static GeneratorConfig config(ModelPackage model) {
        ModelManifest manifest = model.manifest();
        Map<String, Object> network = new HashMap<>(manifest.network());
        Object type = network.remove("type");
        if (!TYPE.equals(type)) {
            throw new ModelPackageException(
                    model.directory() + ": expected a network of type " + TYPE + ", found " + type);
        }
        GeneratorConfig config;
        try {
            config = JSON.convertValue(network, GeneratorConfig.class);
        } catch (IllegalArgumentException e) {
            throw new ModelPackageException(
                    model.directory() + ": expected the shape of a generator in model.json, found: " + e.getMessage(),
                    e);
        }
        if (config.imageSize() != manifest.resolution()
                || config.imageChannels() != manifest.channels()
                || config.classes() != manifest.classes().size()) {
            throw new ModelPackageException(model.directory() + ": expected a generator of " + manifest.resolution()
                    + " pixels, " + manifest.channels() + " channels and "
                    + manifest.classes().size() + " classes, found " + config);
        }
        return config;
    }
}
