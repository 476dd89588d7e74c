package dev.flawsmith.model.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import dev.flawsmith.model.UNetConfig;
import java.util.List;

/**
 * A {@link UNet} whose weights are views of one flat vector on a device: optimiser, EMA and checkpoints handle one array.
 * The weights, the manager and everything under it end with {@link #close()}. One thread at a time while training; any
 * number for {@link #forward} otherwise.
 */
public final class DjlNetwork extends FlatNetwork {
    private final UNet net;

    private DjlNetwork(UNet net, FlatWeights weights) {
        super(weights);
        this.net = net;
    }

    /**
     * Builds the network on a device.
     *
     * @param weights every weight in the order of {@link #tensors(UNetConfig)}
     * @param trainable whether gradients are collected
     * @throws IllegalArgumentException if the number of weights is not the network's
     */
    public static DjlNetwork create(UNetConfig config, float[] weights, Device device, boolean trainable) {
        UNet net = new UNet(config);
        return new DjlNetwork(net, FlatWeights.bind(net, weights, device, trainable));
    }

    /** Every tensor of a network of this shape, in the order of the flat vector. */
    public static List<TensorSpec> tensors(UNetConfig config) {
        return FlatWeights.tensors(new UNet(config));
    }

    /**
     * One tensor: its name, shape and the normal law it starts from.
     *
     * @param shape dimensions
     * @param mean mean of the start
     * @param deviation standard deviation of the start, 0 for a constant
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record TensorSpec(String name, long[] shape, double mean, double deviation) {
        /** Values in the tensor. */
        public int size() {
            long size = 1;
            for (long d : shape) {
                size *= d;
            }
            return Math.toIntExact(size);
        }
    }

    public UNetConfig config() {
        return net.config();
    }

    /** Runs the network; inputs as {@link UNet} says. The output attaches to the first input's manager. */
    public NDArray forward(NDList inputs) {
        return net.forward(new ParameterStore(manager(), false), inputs, false).singletonOrThrow();
    }
}
