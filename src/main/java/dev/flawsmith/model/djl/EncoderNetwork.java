package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.EncoderConfig;
import java.util.List;

/**
 * An encoder of {@link EncoderConfig} on a device, its weights one flat vector. Ends, with everything under its manager,
 * with {@link #close()}. One thread at a time while training; any number for {@link #forward} otherwise.
 */
public final class EncoderNetwork implements AutoCloseable {
    private final EncoderConfig config;
    private final ConvolutionalEncoder net;
    private final FlatWeights weights;

    private EncoderNetwork(EncoderConfig config, ConvolutionalEncoder net, FlatWeights weights) {
        this.config = config;
        this.net = net;
        this.weights = weights;
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

    /** The device's manager; make sub-managers of it. */
    public NDManager manager() {
        return weights.manager();
    }

    /** The weights; change them in place between steps only. */
    public NDArray weights() {
        return weights.vector();
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

    /** Features of images, outside of any gradient: {@code [batch][dimension]}. */
    public float[][] encode(float[] images, int batch) {
        int size = config.imageSize();
        try (NDManager scope = manager().newSubManager()) {
            NDArray x = AlignedArrays.create(scope, images, new Shape(batch, config.imageChannels(), size, size));
            float[] flat = forward(x).toFloatArray();
            float[][] rows = new float[batch][config.dimension()];
            for (int i = 0; i < batch; i++) {
                System.arraycopy(flat, i * config.dimension(), rows[i], 0, config.dimension());
            }
            return rows;
        }
    }

    /** The gradient as one flat vector, attached to {@code scope}; resets the tensors' own gradients to zero. */
    public NDArray takeGradient(NDManager scope) {
        return weights.takeGradient(scope);
    }

    @Override
    public void close() {
        weights.close();
    }
}
