package dev.flawsmith.cli;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.GeneratorManifest;
import dev.flawsmith.model.GeneratorParity;
import dev.flawsmith.model.ImageGenerator;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.OneStepDenoiser;
import dev.flawsmith.model.djl.GeneratorPackage;
import dev.flawsmith.model.onnx.OnnxFile;
import dev.flawsmith.model.onnx.OnnxGenerator;
import dev.flawsmith.model.onnx.Precision;
import dev.flawsmith.sampling.LatentLaw;
import dev.flawsmith.synthesis.GuidanceInterval;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.OneStepModel;
import dev.flawsmith.synthesis.OneStepModelParts;
import java.util.List;

/** A package of kind {@code one-step} or {@code vae}, put together: network, guard. It runs on ONNX Runtime; nothing is measured first. */
final class PackagedGenerator {
    private PackagedGenerator() {}

    /** Whether a package is one. */
    static boolean isOne(ModelPackage opened) {
        return opened.manifest().drawsInOneStep();
    }

    /**
     * Puts a package together whose files were compared with their hashes.
     *
     * @throws dev.flawsmith.model.ModelPackageException if its weights are not those of its network, or its index is missing
     * @throws InputException if it is asked to run on what it cannot
     */
    static OneStepModel open(ModelPackage opened, BatchSetting setting, EngineWish wish) {
        ModelManifest manifest = opened.manifest();
        EngineChoice choice = ImportedModel.choice(opened.directory().toString(), NetworkEngine.ONNXRUNTIME, wish);
        Guard guard = PackagedModel.guard(opened);
        Denoiser network = new TurnTaking(new OneStepDenoiser(network(
                opened, Networks.derive(opened, Precision.FP32), choice.place().threads())));
        try {
            GeneratorConfig config = GeneratorManifest.config(opened);
            ModelDescription description = new ModelDescription(
                    ModelLibrary.name(opened.directory()), // as generate and replay find it
                    manifest.version(),
                    manifest.kind(),
                    opened.weightsSha256(),
                    config.shape(),
                    manifest.classes(),
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
                    LatentLaw.NORMAL,
                    manifest.pixelTransfer(),
                    guard,
                    setting.batcher(choice),
                    setting.timeLimit()));
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static ImageGenerator network(ModelPackage opened, OnnxFile file, int threads) {
        return OnnxGenerator.open(GeneratorManifest.config(opened), file.path(), threads);
    }

    /** How far ONNX Runtime's network is from PyTorch's: both are opened for it. */
    static GeneratorParity parity(ModelPackage opened, OnnxFile file) {
        int threads = EngineSettings.networkThreads(null);
        EngineSettings.threads(threads);
        try (ImageGenerator onnx = network(opened, file, threads);
                ImageGenerator torch = GeneratorPackage.open(opened, Networks.DEVICE)) {
            return GeneratorParity.measure(
                    onnx, torch, opened.manifest().classes().size());
        }
    }
}
