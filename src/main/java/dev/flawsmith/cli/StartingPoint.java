package dev.flawsmith.cli;

import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetManifest;
import dev.flawsmith.model.djl.UNetPackage;
import java.nio.file.Path;
import java.util.List;

/**
 * The model that a run starts from instead of random weights ({@code train --init}): its weights, and the pixel transfer
 * that they were learnt with, which the run must keep.
 */
final class StartingPoint {
    private final ModelPackage model;

    private StartingPoint(ModelPackage model) {
        this.model = model;
    }

    /**
     * Opens a package by name or folder, every hash checked.
     *
     * @throws InputException if there is no such package
     */
    static StartingPoint open(String nameOrPath) {
        Path folder = ModelLibrary.of(null).find(nameOrPath);
        return new StartingPoint(ModelPackage.open(folder));
    }

    PixelTransfer transfer() {
        return model.manifest().pixelTransfer();
    }

    /** Names the weights: part of the run's identity, so that a resumed run has the same starting point. */
    String identity() {
        return " init=" + model.weightsSha256();
    }

    ModelManifest.Ancestor ancestor() {
        return ModelManifest.Ancestor.of(model);
    }

    /**
     * The weights, for a network of this shape and these classes.
     *
     * @throws InputException if shape or classes differ
     */
    float[] weights(UNetConfig network, List<String> classes) {
        UNetConfig found = UNetManifest.config(model);
        if (!found.equals(network)) {
            throw new InputException("init", "init: expected a model with the network " + network + ", found " + found);
        }
        if (!model.manifest().classes().equals(classes)) {
            throw new InputException(
                    "init",
                    "init: expected a model of the classes " + String.join(", ", classes) + ", found "
                            + String.join(", ", model.manifest().classes()));
        }
        return UNetPackage.weights(model);
    }
}
