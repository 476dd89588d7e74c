package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A DJL block whose weights are {@link WeightSlot}s and whose children are layers. */
abstract class Layer extends AbstractBlock {
    private final List<WeightSlot> slots = new ArrayList<>();

    /** Adds a weight of this layer. */
    final WeightSlot weight(String name, Shape shape, WeightSlot.Start start) {
        WeightSlot slot = new WeightSlot(name, shape, start);
        addParameter(slot.parameter());
        slots.add(slot);
        return slot;
    }

    /** Adds a child, whose weights become this layer's too. */
    final <L extends Layer> L child(String name, L layer) {
        addChildBlock(name, layer);
        slots.addAll(layer.slots());
        return layer;
    }

    /**
     * {@code factor * x}, safe under autograd. DJL's {@code x.mul(number)} hands the engine a scalar in a Java buffer, which
     * the backward pass still reads and the garbage collector may have freed: then a gradient is now and then wrong.
     */
    static NDArray scaled(NDArray x, double factor) {
        try (NDArray one = x.getManager().ones(new Shape(1))) {
            return x.mul(one.mul(factor)); // the inner product is engine memory and stays with the scope of x
        }
    }

    /** Every weight of this layer and its children, in the order they were added. */
    final List<WeightSlot> slots() {
        return slots;
    }

    /** Runs the layer on DJL's list form. */
    abstract NDArray run(NDList inputs);

    @Override
    protected final NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        return new NDList(run(inputs));
    }
}
