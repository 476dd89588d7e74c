package dev.flawsmith.cli;

import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetManifest;
import dev.flawsmith.model.djl.UNetPackage;
import java.nio.file.Path;
import java.util.List;

/**
 * The model that a run starts from instead of random weights ({@code train --init}): its weights, and, where it knows the
 * very classes, the pixel transfer that they were learnt with, which the run must then keep.
 */
final class StartingPoint {
    private final ModelPackage model;
    private final UNetConfig network;

    private StartingPoint(ModelPackage model) {
        this.model = model;
        this.network = UNetManifest.config(model);
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

    /** Whether the model's classes are these; otherwise a run makes its own pixel transfer. */
    boolean knows(List<String> classes) {
        return model.manifest().classes().equals(classes);
    }

    PixelTransfer transfer() {
        return model.manifest().pixelTransfer();
    }

    /** The shape of the model's network. */
    TrainingJob.Network shape() {
        UNetConfig behind = network.behindPatches();
        UNetConfig small = UNetConfig.small(1, 2 * behind.imageSize(), network.classes(), network.textDimension())
                .ofLatents(new ImageShape(behind.imageChannels(), behind.imageSize(), behind.imageSize()));
        return behind.equals(small) ? TrainingJob.Network.SMALL : TrainingJob.Network.STANDARD;
    }

    /** Names the weights: part of the run's identity, so that a resumed run has the same starting point. */
    String identity() {
        return " init=" + model.weightsSha256();
    }

    ModelManifest.Ancestor ancestor() {
        return ModelManifest.Ancestor.of(model);
    }

    /**
     * Checks that a network has the model's shape behind the patches, whatever its classes: one over latents of four channels
     * may start from one over images of twice the side.
     *
     * @throws InputException if it has not
     */
    void check(UNetConfig wanted) {
        if (!network.withClasses(wanted.classes()).behindPatches().equals(wanted.behindPatches())) {
            throw new InputException(
                    "init", "init: expected a model with the network " + wanted + ", found " + network);
        }
    }

    /** The weights for a network of these classes; those that the model lacks start as no class does. */
    float[] weights(List<String> classes) {
        return UNetPackage.weights(model, classes);
    }
}
