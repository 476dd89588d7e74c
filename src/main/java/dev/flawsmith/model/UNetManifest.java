package dev.flawsmith.model;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.Map;

/** The shape of a U-Net as it stands under {@code network} in a package's manifest. */
public final class UNetManifest {
    private static final String TYPE = "unet";
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private UNetManifest() {}

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
        Map<String, Object> network = new HashMap<>(manifest.network());
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
        ImageShape shape = model.denoiserShape();
        if (config.imageSize() != shape.height()
                || config.imageChannels() != shape.channels()
                || config.classes() != manifest.classes().size()) {
            throw new ModelPackageException(model.directory() + ": expected a network for " + shape + " and "
                    + manifest.classes().size() + " classes, found " + config);
        }
        return config;
    }
}
