package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/**
 * One tensor of a network: its name, shape and how it starts. The array is bound later, as a view of one flat buffer,
 * so that optimiser, EMA and checkpoints see a single vector.
 */
final class WeightSlot {
    /** How a tensor starts. */
    enum Start {
        /** Normal with variance 1 / fan-in. */
        FAN_IN,
        ZERO,
        ONE
    }

    private final String name;
    private final Shape shape;
    private final Start start;
    private final Parameter parameter;

    WeightSlot(String name, Shape shape, Start start) {
        this.name = name;
        this.shape = shape;
        this.start = start;
        this.parameter =
                Parameter.builder().setName(name).setType(Parameter.Type.WEIGHT).build();
    }

    String name() {
        return name;
    }

    Shape shape() {
        return shape;
    }

    Start start() {
        return start;
    }

    Parameter parameter() {
        return parameter;
    }

    /** Inputs that feed one output: the product of all dimensions but the first. */
    long fanIn() {
        long product = 1;
        for (int i = 1; i < shape.dimension(); i++) {
            product *= shape.get(i);
        }
        return product;
    }

    NDArray array() {
        return parameter.getArray();
    }
}
