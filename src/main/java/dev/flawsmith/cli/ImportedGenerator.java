package dev.flawsmith.cli;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.GeneratorDescriptor;
import dev.flawsmith.model.GeneratorFolder;
import dev.flawsmith.model.GeneratorSignature;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.OneStepDenoiser;
import dev.flawsmith.model.onnx.OnnxGenerator;
import dev.flawsmith.sampling.LatentLaw;
import dev.flawsmith.synthesis.GuidanceInterval;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.OneStepModel;
import dev.flawsmith.synthesis.OneStepModelParts;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A one-step generator from elsewhere ({@code generator.json}), opened and put together: network, law of z, no guard. */
final class ImportedGenerator {
    static final String KIND = "one-step";

    private static final String GUARD_OFF = "the model's descriptor knows no photo to compare with";

    private ImportedGenerator() {}

    /**
     * Opens a folder after comparing every file whose hash its descriptor names.
     *
     * @throws ModelPackageException if a file is missing, changed or not what the descriptor says
     * @throws InputException if it is asked to run on what it cannot
     */
    static OneStepModel open(Path folder, BatchSetting setting, EngineWish wish) {
        GeneratorFolder opened = GeneratorFolder.open(folder);
        GeneratorDescriptor descriptor = opened.descriptor();
        EngineChoice choice = ImportedModel.choice(opened.network().toString(), NetworkEngine.ONNXRUNTIME, wish);
        Denoiser network = new TurnTaking(
                new OneStepDenoiser(network(opened, choice.place().threads())));
        try {
            Guard guard = Guard.notChecked(GUARD_OFF);
            ModelDescription description = new ModelDescription(
                    ModelLibrary.name(folder),
                    Objects.requireNonNullElse(descriptor.version(), "unknown"),
                    KIND,
                    opened.weightsSha256(),
                    descriptor.shape(),
                    descriptor.classes(),
                    false,
                    List.of(),
                    null,
                    0,
                    1,
                    GuidanceInterval.EVERYWHERE,
                    0,
                    guard.describe(),
                    network.engine(),
                    null,
                    false,
                    true,
                    null);
            return new OneStepModel(new OneStepModelParts(
                    description,
                    network,
                    law(descriptor.latent()),
                    descriptor.pixelTransfer(),
                    guard,
                    setting.batcher(choice),
                    setting.timeLimit()));
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /**
     * Opens a folder for nothing but to see that it is what is said of it.
     *
     * @throws ModelPackageException if a file is missing, changed or not what is said of it
     */
    static void check(Path folder) {
        network(GeneratorFolder.open(folder), 1).close();
    }

    private static OnnxGenerator network(GeneratorFolder opened, int threads) {
        return new OnnxGenerator(opened.network(), GeneratorSignature.of(opened.descriptor()), threads);
    }

    private static LatentLaw law(GeneratorDescriptor.Input latent) {
        return new LatentLaw(
                GeneratorDescriptor.UNIFORM.equals(latent.distribution()),
                Objects.requireNonNullElse(latent.truncation(), 0.0));
    }
}
