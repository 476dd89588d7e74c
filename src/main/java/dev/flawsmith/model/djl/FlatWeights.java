package dev.flawsmith.model.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of a network as views of one flat vector on a device: optimiser, average and checkpoints handle one array.
 * Owns the manager that everything of the network lies under.
 */
final class FlatWeights implements AutoCloseable {
    private final NDManager manager;
    private final NDArray flat;
    private final List<WeightSlot> slots;

    private FlatWeights(NDManager manager, NDArray flat, List<WeightSlot> slots) {
        this.manager = manager;
        this.flat = flat;
        this.slots = slots;
    }

    /**
     * Binds a layer's weights, its children's included.
     *
     * @param weights every weight, in the order of {@link #tensors(Layer)}
     * @param trainable whether gradients are collected
     * @throws IllegalArgumentException if the number of weights is not the layer's
     */
    static FlatWeights bind(Layer network, float[] weights, Device device, boolean trainable) {
        List<WeightSlot> slots = List.copyOf(network.slots());
        long expected = slots.stream().mapToLong(s -> s.shape().size()).sum();
        if (weights.length != expected) {
            throw new IllegalArgumentException("expected " + expected + " weights, found " + weights.length);
        }
        NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        NDArray flat = AlignedArrays.create(manager, weights, new Shape(weights.length));
        long offset = 0;
        for (WeightSlot slot : slots) {
            long end = offset + slot.shape().size();
            NDArray view = flat.get(new NDIndex(offset + ":" + end)).reshape(slot.shape());
            slot.parameter().setArray(view);
            if (trainable) {
                view.setRequiresGradient(true);
            }
            offset = end;
        }
        return new FlatWeights(manager, flat, slots);
    }

    /** Every tensor of a layer, in the order of the flat vector. */
    static List<DjlNetwork.TensorSpec> tensors(Layer network) {
        List<DjlNetwork.TensorSpec> specs = new ArrayList<>();
        for (WeightSlot slot : network.slots()) {
            double deviation = slot.start() == WeightSlot.Start.FAN_IN ? 1 / Math.sqrt((double) slot.fanIn()) : 0;
            double mean = slot.start() == WeightSlot.Start.ONE ? 1 : 0;
            specs.add(new DjlNetwork.TensorSpec(slot.name(), slot.shape().getShape(), mean, deviation));
        }
        return specs;
    }

    NDManager manager() {
        return manager;
    }

    /** The vector; changed in place between steps only. */
    NDArray vector() {
        return flat;
    }

    /** The gradient as one vector, attached to {@code scope}; resets the tensors' own gradients to zero. */
    NDArray takeGradient(NDManager scope) {
        NDList parts = new NDList(slots.size());
        for (WeightSlot slot : slots) {
            NDArray gradient = slot.array().getGradient();
            gradient.attach(scope);
            parts.add(gradient.reshape(new Shape(-1)));
        }
        NDArray all = NDArrays.concat(parts);
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
