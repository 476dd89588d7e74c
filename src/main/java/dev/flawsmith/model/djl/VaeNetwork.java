package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.VaeConfig;
import java.util.Arrays;
import java.util.List;

/**
 * An autoencoder of {@link VaeConfig} on a device, its weights one flat vector. Ends, with everything under its manager,
 * with {@link #close()}. One thread at a time while training; any number for the forward passes otherwise.
 */
public final class VaeNetwork extends FlatNetwork {
    /**
     * What the network's log deviation starts from: latents of deviation 0.5 begin with a tenth of that as noise, so that the
     * decoder learns to bear what a denoiser leaves.
     */
    private static final float LOG_DEVIATION_START = -3;

    private final VaeConfig config;
    private final Vae net;

    private VaeNetwork(VaeConfig config, Vae net, FlatWeights weights) {
        super(weights);
        this.config = config;
        this.net = net;
    }

    /**
     * Builds the network on a device.
     *
     * @param weights every weight in the order of {@link #tensors(VaeConfig)}
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     * @param trainable whether gradients are collected
     * @throws IllegalArgumentException if the number of weights is not the network's
     */
    public static VaeNetwork create(VaeConfig config, float[] weights, String device, boolean trainable) {
        Vae net = new Vae(config);
        return new VaeNetwork(config, net, FlatWeights.bind(net, weights, DjlDevice.parse(device), trainable));
    }

    /** Every tensor of a network of this shape, in the order of the flat vector. */
    public static List<DjlNetwork.TensorSpec> tensors(VaeConfig config) {
        return FlatWeights.tensors(new Vae(config));
    }

    public VaeConfig config() {
        return config;
    }

    /**
     * The posterior of images of any size divisible by the factor.
     *
     * @param images {@code [batch, channels, s, s]}, model space; the results attach to their manager
     */
    public Posterior encode(NDArray images) {
        NDList halves = net.encode(images).split(2, 1);
        return new Posterior(halves.get(0), halves.get(1).add(LOG_DEVIATION_START));
    }

    /** Images of latents, {@code [batch, channels, s, s]}, model space, attached to the latents' manager. */
    public NDArray decode(NDArray latents) {
        return net.decode(latents);
    }

    /** The means of images' posteriors, outside of any gradient: {@code [batch][latent * h * w]}. */
    public float[][] means(float[] images, int batch, int size) {
        return rows(
                images,
                new Shape(batch, config.imageChannels(), size, size),
                x -> encode(x).mean());
    }

    /** Images of latents, outside of any gradient: {@code [batch][channels * s * s]}, model space. */
    public float[][] images(float[][] latents) {
        int side = config.imageSize() / config.factor();
        int row = latents[0].length;
        float[] all = new float[latents.length * row];
        for (int i = 0; i < latents.length; i++) {
            System.arraycopy(Arrays.copyOf(latents[i], row), 0, all, i * row, row);
        }
        return rows(all, new Shape(latents.length, config.latentChannels(), side, side), this::decode);
    }
}
