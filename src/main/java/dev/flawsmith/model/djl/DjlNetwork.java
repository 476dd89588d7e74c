package dev.flawsmith.model.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.flawsmith.model.UNetConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link UNet} whose weights are views of one flat vector on a device: optimiser, EMA and checkpoints handle one array.
 * The weights, the manager and everything under it end with {@link #close()}. One thread at a time while training; any
 * number for {@link #forward} otherwise.
 */
public final class DjlNetwork implements AutoCloseable {
    private final UNet net;
    private final NDManager manager;
    private final NDArray flat;
    private final List<WeightSlot> slots;

    private DjlNetwork(UNet net, NDManager manager, NDArray flat) {
        this.net = net;
        this.manager = manager;
        this.flat = flat;
        this.slots = List.copyOf(net.slots());
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
        long expected = count(net.slots());
        if (weights.length != expected) {
            throw new IllegalArgumentException("expected " + expected + " weights, found " + weights.length);
        }
        NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        NDArray flat = AlignedArrays.create(manager, weights, new Shape(weights.length));
        long offset = 0;
        for (WeightSlot slot : net.slots()) {
            long end = offset + slot.shape().size();
            NDArray view = flat.get(new NDIndex(offset + ":" + end)).reshape(slot.shape());
            slot.parameter().setArray(view);
            if (trainable) {
                view.setRequiresGradient(true);
            }
            offset = end;
        }
        return new DjlNetwork(net, manager, flat);
    }

    /** Every tensor of a network of this shape, in the order of the flat vector. */
    public static List<TensorSpec> tensors(UNetConfig config) {
        List<TensorSpec> specs = new ArrayList<>();
        for (WeightSlot slot : new UNet(config).slots()) {
            double deviation = slot.start() == WeightSlot.Start.FAN_IN ? 1 / Math.sqrt((double) slot.fanIn()) : 0;
            double mean = slot.start() == WeightSlot.Start.ONE ? 1 : 0;
            specs.add(new TensorSpec(slot.name(), slot.shape().getShape(), mean, deviation));
        }
        return specs;
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

    private static long count(List<WeightSlot> slots) {
        return slots.stream().mapToLong(s -> s.shape().size()).sum();
    }

    public UNetConfig config() {
        return net.config();
    }

    /** The device's manager; make sub-managers of it. */
    public NDManager manager() {
        return manager;
    }

    /** The weights; change them in place between steps only. */
    public NDArray weights() {
        return flat;
    }

    /** Runs the network; inputs as {@link UNet} says. The output attaches to the first input's manager. */
    public NDArray forward(NDList inputs) {
        return net.forward(new ParameterStore(manager, false), inputs, false).singletonOrThrow();
    }

    /** The gradient as one flat vector, attached to {@code scope}; resets the tensors' own gradients to zero. */
    public NDArray takeGradient(NDManager scope) {
        NDList parts = new NDList(slots.size());
        for (WeightSlot slot : slots) {
            NDArray gradient = slot.array().getGradient();
            gradient.attach(scope);
            parts.add(gradient.reshape(new Shape(-1)));
        }
        NDArray all = ai.djl.ndarray.NDArrays.concat(parts);
        all.attach(scope);
        for (NDArray part : parts) {
            part.subi(part);
        }
        return all;
    }

    @Override
    public void close() {
        manager.close();
    }
}
