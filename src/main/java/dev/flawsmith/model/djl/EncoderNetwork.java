package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.EncoderConfig;
import java.util.List;

/**
 * An encoder of {@link EncoderConfig} on a device, its weights one flat vector. Ends, with everything under its manager,
 * with {@link #close()}. One thread at a time while training; any number for {@link #forward} otherwise.
 */
public final class EncoderNetwork extends FlatNetwork {
    private final EncoderConfig config;
    private final ConvolutionalEncoder net;

    private EncoderNetwork(EncoderConfig config, ConvolutionalEncoder net, FlatWeights weights) {
        super(weights);
        this.config = config;
        this.net = net;
    }

    /**
     * Builds the network on a device.
     *
     * @param weights every weight in the order of {@link #tensors(EncoderConfig)}
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     * @param trainable whether gradients are collected
     * @throws IllegalArgumentException if the number of weights is not the network's
     */
    public static EncoderNetwork create(EncoderConfig config, float[] weights, String device, boolean trainable) {
        ConvolutionalEncoder net = new ConvolutionalEncoder(config);
        return new EncoderNetwork(config, net, FlatWeights.bind(net, weights, DjlDevice.parse(device), trainable));
    }

    /** Every tensor of a network of this shape, in the order of the flat vector. */
    public static List<DjlNetwork.TensorSpec> tensors(EncoderConfig config) {
        return FlatWeights.tensors(new ConvolutionalEncoder(config));
    }

    public EncoderConfig config() {
        return config;
    }

    /**
     * Runs the network.
     *
     * @param images {@code [batch, channels, size, size]}
     * @return {@code [batch, dimension]}, attached to the manager of the images
     */
    public NDArray forward(NDArray images) {
        return net.apply(images);
    }

    /**
     * What the stem and each block make of images of any size divisible as the network's own is.
     *
     * @param images {@code [batch, channels, s, s]}
     * @return {@code [batch, c, g, g]} each, finest first, attached to the manager of the images
     */
    public List<NDArray> activations(NDArray images) {
        return net.activations(images);
    }

    /** Features of images, outside of any gradient: {@code [batch][dimension]}. */
    public float[][] encode(float[] images, int batch) {
        int size = config.imageSize();
        return rows(images, new Shape(batch, config.imageChannels(), size, size), this::forward);
    }
}
