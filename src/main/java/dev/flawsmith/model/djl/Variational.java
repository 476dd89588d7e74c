package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.GeneratorConfig;

/** A {@link Generator}, whose weights come first and alone make the model, and what recognises its {@code z}. */
final class Variational extends Layer {
    private final Generator generator;
    private final Recognition recognition;

    Variational(GeneratorConfig config) {
        generator = child("generator", new Generator(config));
        recognition = child("recognition", new Recognition(config));
    }

    Generator generator() {
        return generator;
    }

    Recognition recognition() {
        return recognition;
    }

    @Override
    NDArray run(NDList inputs) {
        return generator.run(inputs);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return generator.getOutputShapes(in);
    }
}
