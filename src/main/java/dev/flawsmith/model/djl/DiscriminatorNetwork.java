package dev.flawsmith.model.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import dev.flawsmith.model.GeneratorConfig;
import java.util.Arrays;
import java.util.List;

/** A {@link Discriminator} whose weights are views of one flat vector on a device, with the state of its spectral norms. */
public final class DiscriminatorNetwork extends FlatNetwork {
    private final Discriminator net;

    private DiscriminatorNetwork(Discriminator net, FlatWeights weights) {
        super(weights);
        this.net = net;
    }

    /**
     * Builds the network that judges a generator's images, to be trained.
     *
     * @param weights every weight in the order of {@link #tensors}
     * @param norms state of the spectral norms, {@code [normsSize]}
     * @throws IllegalArgumentException if either number of values is not the network's
     */
    public static DiscriminatorNetwork create(GeneratorConfig config, float[] weights, float[] norms, Device device) {
        int expected = normsSize(config);
        if (norms.length != expected) {
            throw new IllegalArgumentException("expected " + expected + " values of norms, found " + norms.length);
        }
        Discriminator net = new Discriminator(config);
        DiscriminatorNetwork network = new DiscriminatorNetwork(net, FlatWeights.bind(net, weights, device, true));
        int offset = 0;
        for (SpectralLayer layer : net.spectral()) {
            layer.bind(Arrays.copyOfRange(norms, offset, offset + layer.stateSize()), network.manager());
            offset += layer.stateSize();
        }
        return network;
    }

    /** Every tensor of a network of this shape, in the order of the flat vector. */
    public static List<DjlNetwork.TensorSpec> tensors(GeneratorConfig config) {
        return FlatWeights.tensors(new Discriminator(config));
    }

    /** Values of the spectral norms' state. */
    public static int normsSize(GeneratorConfig config) {
        return new Discriminator(config)
                .spectral().stream().mapToInt(SpectralLayer::stateSize).sum();
    }

    /** Goes on with every norm's power iteration; between steps only. */
    public void iterateNorms(int rounds) {
        net.spectral().forEach(layer -> layer.norm().iterate(rounds));
    }

    /** The norms' state, which a checkpoint keeps. */
    public float[] norms() {
        float[] all = new float
                [net.spectral().stream().mapToInt(SpectralLayer::stateSize).sum()];
        int offset = 0;
        for (SpectralLayer layer : net.spectral()) {
            float[] vector = layer.norm().vector();
            System.arraycopy(vector, 0, all, offset, vector.length);
            offset += vector.length;
        }
        return all;
    }

    /**
     * Judges images.
     *
     * @param images {@code [batch, c, size, size]}
     * @param label one-hot, {@code [batch, classes]}
     * @return {@code [batch, 1]}, attached to the manager of {@code images}
     */
    public NDArray forward(NDArray images, NDArray label) {
        return net.forward(new ParameterStore(manager(), false), new NDList(images, label), false)
                .singletonOrThrow();
    }
}
