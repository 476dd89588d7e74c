package dev.flawsmith.cli;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.TextEncoder;
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.model.VaeEncoder;
import dev.flawsmith.model.djl.DjlDevice;
import dev.flawsmith.model.onnx.MiniLmTextEncoder;
import dev.flawsmith.sampling.EdmSampling;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.DiffusionModelParts;
import dev.flawsmith.synthesis.GuidanceInterval;
import dev.flawsmith.synthesis.ImageModel;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.Synthesis;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model package, opened and put together: network, guard, schedule. */
final class PackagedModel {
    private static final String GUARD_OFF = "the model's descriptor says that there is nothing to compare with";

    /** Of one image: the workers decode side by side. */
    private static final int CODEC_THREADS = 1;

    private static final Logger log = LoggerFactory.getLogger(PackagedModel.class);

    private PackagedModel() {}

    /**
     * Begins to load PyTorch's native library, a third of a second of a start, on a thread of its own while packages
     * are hashed and read. Whoever opens a network meets the loaded engine, waits for it, or fails as without this.
     */
    static void loadEngineAhead(EngineWish wish) {
        EngineSettings.threads(EngineSettings.networkThreads(wish.threads()));
        Thread loading = new Thread(
                () -> {
                    try {
                        DjlDevice.engine(Networks.DEVICE);
                    } catch (RuntimeException | LinkageError e) {
                        log.debug("the engine did not load ahead", e); // told when the first package opens
                    }
                },
                "engine-loading");
        loading.setDaemon(true);
        loading.start();
    }

    /**
     * Opens a package after comparing every file with its hash.
     *
     * @throws ModelPackageException if a file is missing or changed, the training index included
     */
    static ImageModel open(Path folder, TextEncoder textEncoder, BatchSetting setting, EngineWish wish) {
        ModelPackage opened = ModelPackage.open(folder);
        if (PackagedGenerator.isOne(opened)) {
            return PackagedGenerator.open(opened, setting, wish);
        }
        EngineChoice choice = new EngineSelection(opened).choose(wish); // measures on a machine left alone
        CompletableFuture<Guard> guard =
                CompletableFuture.supplyAsync(() -> guard(opened)); // loads a network of its own
        Denoiser denoiser = Networks.open(opened, choice.place());
        log.info(
                "{}: network on {}, bucket {}, slots {}; measured: {}",
                folder,
                denoiser.engine(),
                choice.bucket(),
                choice.slots(),
                choice.calibration() == null ? "nothing" : choice.calibration().measured());
        try {
            return assemble(opened, denoiser, choice, guard.join(), textEncoder, setting);
        } catch (CompletionException e) {
            denoiser.close();
            throw Synthesis.failure(e);
        } catch (RuntimeException e) {
            denoiser.close();
            throw e;
        }
    }

    /** The guard that a package asks for; never a weaker one because a file is missing. */
    static Guard guard(ModelPackage opened) {
        if (opened.manifest().guard().equals("off")) {
            return Guard.notChecked(GUARD_OFF);
        }
        return Guard.of(TrainingIndexes.of(opened));
    }

    private static DiffusionModel assemble(
            ModelPackage opened,
            Denoiser denoiser,
            EngineChoice choice,
            Guard guard,
            TextEncoder textEncoder,
            BatchSetting setting) {
        ModelManifest manifest = opened.manifest();
        boolean takesPrompt = takesPrompt(manifest);
        ModelManifest.Schedule schedule = manifest.denoisingSchedule();
        EdmSampling sampling =
                new EdmSampling(new KarrasSchedule(schedule.sigmaMin(), schedule.sigmaMax(), schedule.rho()));
        ModelDescription description = new ModelDescription(
                ModelLibrary.name(opened.directory()), // as generate and replay find it
                manifest.version(),
                manifest.kind(),
                opened.identitySha256(),
                new ImageShape(manifest.channels(), manifest.resolution(), manifest.resolution()),
                manifest.classes(),
                takesPrompt,
                sampling.samplers(),
                manifest.denoisingDefaults().name(),
                manifest.denoisingDefaults().steps(),
                manifest.denoisingDefaults().guidanceScale(),
                GuidanceInterval.orEverywhere(manifest.denoisingDefaults().guidanceInterval()),
                Objects.requireNonNullElse(manifest.denoisingDefaults().guidanceRescale(), 0.0),
                guard.describe(),
                denoiser.engine(),
                choice.calibration(),
                true,
                true,
                null);
        VaeDecoder decoder = Networks.decoder(opened, CODEC_THREADS);
        VaeEncoder encoder = null;
        try {
            encoder = Networks.encoder(opened, CODEC_THREADS);
            return new DiffusionModel(new DiffusionModelParts(
                    description,
                    denoiser,
                    guard,
                    takesPrompt ? textEncoder : null,
                    manifest.pixelTransfer(),
                    decoder,
                    encoder,
                    sampling,
                    setting.batcher(choice),
                    setting.timeLimit()));
        } catch (RuntimeException e) { // the opener closes the denoiser
            if (decoder != null) {
                decoder.close();
            }
            if (encoder != null) {
                encoder.close();
            }
            throw e;
        }
    }

    private static boolean takesPrompt(ModelManifest manifest) {
        String text = manifest.conditioning().text();
        if (text != null && !text.equals(MiniLmTextEncoder.NAME)) {
            throw new ModelPackageException("model " + manifest.name() + ": expected the sentence encoder "
                    + MiniLmTextEncoder.NAME + ", found " + text);
        }
        return text != null;
    }
}
