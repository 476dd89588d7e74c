package dev.flawsmith.model.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.flawsmith.model.GeneratorConfig;
import java.util.List;

/**
 * A variational autoencoder of one {@code z} an image, told the class, on a device, to be trained; its weights are one flat vector,
 * the generator's first.
 */
public final class VariationalNetwork extends FlatNetwork {
    private final GeneratorConfig config;
    private final Variational net;

    private VariationalNetwork(GeneratorConfig config, Variational net, FlatWeights weights) {
        super(weights);
        this.config = config;
        this.net = net;
    }

    /**
     * Builds the network.
     *
     * @param weights every weight in the order of {@link #tensors}
     * @throws IllegalArgumentException if the number of weights is not the network's
     */
    public static VariationalNetwork create(GeneratorConfig config, float[] weights, Device device) {
        Variational net = new Variational(config);
        return new VariationalNetwork(config, net, FlatWeights.bind(net, weights, device, true));
    }

    /** Every tensor in the order of the flat vector: those of {@link GeneratorNetwork#tensors}, then recognition's. */
    public static List<DjlNetwork.TensorSpec> tensors(GeneratorConfig config) {
        return FlatWeights.tensors(new Variational(config));
    }

    public GeneratorConfig config() {
        return config;
    }

    /**
     * What may have drawn images.
     *
     * @param images {@code [batch, c, size, size]}, model space; the results attach to their manager
     * @param label one-hot, {@code [batch, classes]}
     */
    public Posterior recognise(NDArray images, NDArray label) {
        NDList halves = net.recognition().apply(images, label).split(2, 1);
        return new Posterior(halves.get(0), halves.get(1));
    }

    /** Draws: {@code [batch, c, size, size]}, model space, attached to the manager of {@code z}. */
    public NDArray draw(NDArray z, NDArray label) {
        return net.generator().apply(z, label);
    }
}
