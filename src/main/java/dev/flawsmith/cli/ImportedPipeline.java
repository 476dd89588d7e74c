package dev.flawsmith.cli;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DiffusersFolder;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.model.VaeEncoder;
import dev.flawsmith.model.onnx.ClipTextEncoder;
import dev.flawsmith.model.onnx.OnnxTimestepNetwork;
import dev.flawsmith.model.onnx.OnnxVaeDecoder;
import dev.flawsmith.model.onnx.OnnxVaeEncoder;
import dev.flawsmith.sampling.PublishedSampling;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.DiffusionModelParts;
import dev.flawsmith.synthesis.GuidanceInterval;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.TimestepDenoiser;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Stable Diffusion pipeline's ONNX folder, opened and put together: text encoder, U-Net, both halves of the VAE, schedule, no guard. */
final class ImportedPipeline implements AutoCloseable {
    static final String KIND = "latent";

    /** What diffusers' pipeline takes where nothing is said. */
    private static final int STEPS = 50;

    private static final double GUIDANCE_SCALE = 7.5;
    private static final int BUCKET = 1;
    private static final int SLOTS = 2;
    private static final String GUARD_OFF = "nothing is known of the photos that the pipeline has learnt from";

    private static final Logger log = LoggerFactory.getLogger(ImportedPipeline.class);

    private final DiffusersFolder folder;
    private final PublishedSampling sampling;
    private final ClipTextEncoder text;
    private final VaeDecoder vae;
    private final @Nullable VaeEncoder encoder;
    private final OnnxTimestepNetwork network;

    private ImportedPipeline(
            DiffusersFolder folder,
            PublishedSampling sampling,
            ClipTextEncoder text,
            VaeDecoder vae,
            @Nullable VaeEncoder encoder,
            OnnxTimestepNetwork network) {
        this.folder = folder;
        this.sampling = sampling;
        this.text = text;
        this.vae = vae;
        this.encoder = encoder;
        this.network = network;
    }

    /**
     * Opens a folder as a model.
     *
     * @param owned takes what has to be closed after the model
     * @throws ModelPackageException if a file is missing, changed or not what the pipeline needs
     * @throws InputException if it is asked to run on what it cannot, or nobody has accepted that its images are not checked
     */
    static DiffusionModel open(Path directory, BatchSetting setting, EngineWish wish, Consumer<AutoCloseable> owned) {
        EngineChoice choice = choice(directory, wish);
        if (!DiffusersFolder.acceptedUnchecked(directory) && !wish.trust().unchecked()) {
            throw new InputException(
                    "allow-unchecked",
                    "allow-unchecked: expected " + EngineOptions.UNCHECKED + " for " + directory
                            + ", whose images are compared with no photo, or a folder that 'models import' has"
                            + " written, found neither");
        }
        ImportedPipeline opened = load(directory, choice.place().threads(), ImportedModel.filledTo(setting, choice));
        try {
            owned.accept(opened.text);
            return opened.assemble(setting, choice);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Few rows a call, for one takes seconds; one where images must be the same bytes, so that none is filled up. */
    private static EngineChoice choice(Path directory, EngineWish wish) {
        EngineChoice choice = ImportedModel.choice(directory.toString(), NetworkEngine.ONNXRUNTIME, wish);
        return wish.bucket() != null ? choice : new EngineChoice(choice.place(), BUCKET, SLOTS, null);
    }

    /**
     * Opens every part of a folder for nothing but to see that it is one.
     *
     * @throws ModelPackageException if a file is missing, changed or not what the pipeline needs
     */
    static void check(Path directory) {
        load(directory, 1, 0).close();
    }

    private static ImportedPipeline load(Path directory, int threads, int filledTo) {
        DiffusersFolder folder = DiffusersFolder.open(directory);
        PublishedSampling sampling = ImportedModel.sampling(folder.schedulerFile(), latent(folder), STEPS);
        ClipTextEncoder text = new ClipTextEncoder(folder.textEncoder(), folder.tokenizer(), threads);
        VaeDecoder vae = null;
        VaeEncoder encoder = null;
        try {
            vae = new OnnxVaeDecoder(
                    folder.vaeDecoder(),
                    folder.latentShape(),
                    folder.imageShape(),
                    folder.scalingFactor(),
                    folder.shiftFactor(),
                    threads);
            encoder = encoder(folder, threads);
            OnnxTimestepNetwork network = new OnnxTimestepNetwork(
                    folder.denoiser(), folder.signature(text.encode(""), text.width()), threads, filledTo);
            return new ImportedPipeline(folder, sampling, text, vae, encoder, network);
        } catch (RuntimeException e) {
            text.close();
            if (vae != null) {
                vae.close();
            }
            if (encoder != null) {
                encoder.close();
            }
            throw e;
        }
    }

    /** Makes latents of photos to draw on; null where the folder has none. */
    private static @Nullable VaeEncoder encoder(DiffusersFolder folder, int threads) {
        return folder.vaeEncoder().isEmpty()
                ? null
                : new OnnxVaeEncoder(
                        folder.vaeEncoder().get(),
                        folder.imageShape(),
                        folder.latentShape(),
                        folder.scalingFactor(),
                        folder.shiftFactor(),
                        threads);
    }

    /**
     * The scheduler's config as diffusers' pipeline reads it: where it does not say, latents, which leave [-1, 1], are not
     * clipped, and {@code steps_offset} is 1. The samplers of other classes are set up from the same.
     */
    private static Map<String, Object> latent(DiffusersFolder folder) {
        Map<String, Object> config = new HashMap<>(folder.scheduler());
        for (String field : List.of("clip_sample", "thresholding")) {
            if (Boolean.TRUE.equals(config.get(field))) {
                throw new ModelPackageException(folder.schedulerFile() + ": expected " + field
                        + " false, for latents leave the range of images, found true");
            }
        }
        config.merge("clip_sample", false, (said, missing) -> said);
        config.merge("steps_offset", 1, (said, missing) -> said);
        return config;
    }

    private DiffusionModel assemble(BatchSetting setting, EngineChoice choice) {
        String note = network.takesOneTimestep() ? ImportedModel.ONE_TIMESTEP : null;
        log.info(
                "{}: network on {}, {}",
                folder.directory(),
                network.engine(),
                note == null ? "rows share calls" : note);
        Guard guard = Guard.notChecked(GUARD_OFF);
        Denoiser denoiser = new TurnTaking(new TimestepDenoiser(network, sampling.prediction()));
        return new DiffusionModel(new DiffusionModelParts(
                new ModelDescription(
                        ModelLibrary.name(folder.directory()),
                        folder.version(),
                        KIND,
                        folder.weightsSha256(),
                        folder.imageShape(),
                        List.of(),
                        true,
                        sampling.samplers(),
                        sampling.samplers().get(0),
                        STEPS,
                        GUIDANCE_SCALE,
                        GuidanceInterval.EVERYWHERE,
                        0,
                        guard.describe(),
                        denoiser.engine(),
                        null,
                        false,
                        encoder != null,
                        note),
                denoiser,
                guard,
                text,
                PixelTransfer.IDENTITY,
                vae,
                encoder,
                sampling,
                setting.batcher(choice),
                setting.timeLimit()));
    }

    @Override
    public void close() {
        try (text;
                encoder;
                vae) {
            network.close();
        }
    }
}
