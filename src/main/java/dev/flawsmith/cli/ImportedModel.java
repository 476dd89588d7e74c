package dev.flawsmith.cli;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserDescriptor;
import dev.flawsmith.model.DenoiserFolder;
import dev.flawsmith.model.GeneratorFolder;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.TimestepNetwork;
import dev.flawsmith.model.djl.TorchScriptNetwork;
import dev.flawsmith.model.onnx.OnnxTimestepNetwork;
import dev.flawsmith.model.onnx.Precision;
import dev.flawsmith.sampling.PublishedSampling;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.DiffusionModelParts;
import dev.flawsmith.synthesis.GuidanceInterval;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.TimestepDenoiser;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A denoiser from elsewhere ({@code denoiser.json}), opened and put together: network, schedule, no guard. */
final class ImportedModel {
    static final String KIND = "pixel";

    private static final String GUARD_OFF = "the model's descriptor knows no photo to compare with";
    static final String ONE_TIMESTEP = "its network takes one timestep a call: only images at the same step share one";

    private static final Logger log = LoggerFactory.getLogger(ImportedModel.class);

    private ImportedModel() {}

    /**
     * Opens a folder after comparing every file whose hash its descriptor names.
     *
     * @throws ModelPackageException if a file is missing, changed or not what the descriptor says
     * @throws InputException if it is asked to run on what it cannot, or is TorchScript and nobody has allowed that
     */
    static DiffusionModel open(Path folder, BatchSetting setting, EngineWish wish) {
        DenoiserFolder opened = DenoiserFolder.open(folder);
        PublishedSampling sampling = sampling(opened);
        boolean onnx = opened.descriptor().format().equals(DenoiserDescriptor.ONNX);
        EngineChoice choice =
                choice(opened.network().toString(), onnx ? NetworkEngine.ONNXRUNTIME : NetworkEngine.PYTORCH, wish);
        TimestepNetwork network = network(
                opened,
                choice.place().threads(),
                filledTo(setting, choice),
                wish.trust().torchScript());
        String note = network instanceof OnnxTimestepNetwork file && file.takesOneTimestep() ? ONE_TIMESTEP : null;
        log.info("{}: network on {}, {}", folder, network.engine(), note == null ? "rows share calls" : note);
        Denoiser denoiser = new TurnTaking(new TimestepDenoiser(network, sampling.prediction()));
        try {
            Guard guard = Guard.notChecked(GUARD_OFF);
            return new DiffusionModel(new DiffusionModelParts(
                    describe(opened, sampling, guard, denoiser, note),
                    denoiser,
                    guard,
                    null,
                    PixelTransfer.IDENTITY,
                    null,
                    null,
                    sampling,
                    setting.batcher(choice),
                    setting.timeLimit()));
        } catch (RuntimeException e) {
            denoiser.close();
            throw e;
        }
    }

    /**
     * Opens a denoiser's folder, a generator's or a pipeline's for nothing but to see that it is what is said of it.
     * TorchScript is not run.
     *
     * @throws ModelPackageException if a file is missing, changed or not what is said of it
     */
    static void check(Path folder) {
        if (GeneratorFolder.isOne(folder)) {
            ImportedGenerator.check(folder);
            return;
        }
        if (!DenoiserFolder.isOne(folder)) {
            ImportedPipeline.check(folder);
            return;
        }
        DenoiserFolder opened = DenoiserFolder.open(folder);
        PublishedSampling unused = sampling(opened);
        if (opened.descriptor().format().equals(DenoiserDescriptor.ONNX)) {
            network(opened, 1, 0, false).close();
        }
    }

    private static PublishedSampling sampling(DenoiserFolder opened) {
        DenoiserDescriptor descriptor = opened.descriptor();
        Path file = opened.directory().resolve(descriptor.scheduler());
        return sampling(file, opened.scheduler(), descriptor.steps());
    }

    /**
     * What a scheduler's config says.
     *
     * @param steps that it must be able to do
     * @throws ModelPackageException if something in it is not known, or it has no such number of steps
     */
    static PublishedSampling sampling(Path file, Map<String, Object> config, int steps) {
        try {
            PublishedSampling sampling = PublishedSampling.read(config);
            sampling.check(sampling.samplers().get(0), steps);
            return sampling;
        } catch (IllegalArgumentException e) {
            throw new ModelPackageException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * What a network from elsewhere runs on: the one engine that can.
     *
     * @throws InputException if another one, or int8, is wished for
     */
    static EngineChoice choice(String source, NetworkEngine engine, EngineWish wish) {
        if (wish.engine() != null && wish.engine() != engine) {
            throw new InputException(
                    "engine",
                    "engine: expected " + engine.wireName() + " or auto, for nothing else runs " + source
                            + ", found "
                            + wish.engine().wireName());
        }
        if (wish.precision() == Precision.INT8) {
            throw new InputException(
                    "precision", "precision: expected fp32 or auto, for " + source + " was not quantised, found int8");
        }
        int threads = EngineSettings.networkThreads(wish.threads());
        Integer rows = wish.bucket();
        return new EngineChoice(
                new NetworkEngine.OnCpu(engine, threads),
                rows == null ? EngineChoice.BUCKET : rows,
                rows == null ? EngineChoice.SLOTS : rows,
                null);
    }

    /** Rows of every call where images must be the same bytes in every run; else as many as there are. */
    static int filledTo(BatchSetting setting, EngineChoice choice) {
        return setting.batcher().bitwise() ? setting.batcher(choice).maxBatch() : 0;
    }

    private static TimestepNetwork network(DenoiserFolder opened, int threads, int filledTo, boolean torchScript) {
        DenoiserDescriptor descriptor = opened.descriptor();
        if (descriptor.format().equals(DenoiserDescriptor.ONNX)) {
            return new OnnxTimestepNetwork(opened.network(), descriptor.signature(), threads, filledTo);
        }
        if (!torchScript) {
            throw new InputException(
                    "allow-torchscript",
                    "allow-torchscript: expected " + EngineOptions.TORCHSCRIPT + " for " + opened.network()
                            + ", for TorchScript is a program that runs with all of this one's rights, found none:"
                            + " give it if you trust who made the file");
        }
        EngineSettings.threads(threads);
        return new TorchScriptNetwork(opened.network(), descriptor.signature());
    }

    private static ModelDescription describe(
            DenoiserFolder opened, PublishedSampling sampling, Guard guard, Denoiser denoiser, @Nullable String note) {
        DenoiserDescriptor descriptor = opened.descriptor();
        return new ModelDescription(
                ModelLibrary.name(opened.directory()),
                Objects.requireNonNullElse(descriptor.version(), "unknown"),
                KIND,
                opened.weightsSha256(),
                descriptor.shape(),
                descriptor.classes(),
                false,
                sampling.samplers(),
                sampling.samplers().get(0),
                descriptor.steps(),
                Objects.requireNonNullElse(descriptor.guidanceScale(), 1.0),
                GuidanceInterval.EVERYWHERE,
                0,
                guard.describe(),
                denoiser.engine(),
                null,
                false,
                true,
                note);
    }
}
