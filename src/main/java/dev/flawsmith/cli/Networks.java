package dev.flawsmith.cli;

import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserParity;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.UNetManifest;
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.model.VaeEncoder;
import dev.flawsmith.model.djl.UNetPackage;
import dev.flawsmith.model.onnx.OnnxDenoiser;
import dev.flawsmith.model.onnx.OnnxFile;
import dev.flawsmith.model.onnx.OnnxVaeDecoder;
import dev.flawsmith.model.onnx.OnnxVaeEncoder;
import dev.flawsmith.model.onnx.OnnxVaeFile;
import dev.flawsmith.model.onnx.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Opens a package's network on an engine: the one place that knows both. */
final class Networks {
    /** The first GPU where there is one. */
    static final String DEVICE = "auto";

    private Networks() {}

    /**
     * Opens a network. PyTorch's threads are those of the whole process: the first to open one decides.
     *
     * @throws dev.flawsmith.model.ModelPackageException if the weights are not those of the network
     * @throws UncheckedIOException if the ONNX model cannot be written to the cache
     */
    static Denoiser open(ModelPackage model, NetworkEngine.OnCpu place) {
        return switch (place.engine()) {
            case PYTORCH -> {
                EngineSettings.threads(place.threads());
                yield new TurnTaking(UNetPackage.open(model, DEVICE));
            }
            case ONNXRUNTIME -> open(model, derive(model, place.precision()), place);
        };
    }

    /** Opens an ONNX model of a package on ONNX Runtime. */
    static Denoiser open(ModelPackage model, OnnxFile file, NetworkEngine.OnCpu place) {
        return new TurnTaking(OnnxDenoiser.open(
                UNetManifest.config(model), file.path(), place.precision(), edm(model), place.threads()));
    }

    /**
     * How far ONNX Runtime's network is from PyTorch's: both are opened for it.
     *
     * @throws UncheckedIOException if the ONNX model cannot be written to the cache
     */
    static DenoiserParity parity(ModelPackage model) {
        int threads = EngineSettings.networkThreads(null);
        try (Denoiser onnx = open(model, new NetworkEngine.OnCpu(NetworkEngine.ONNXRUNTIME, threads));
                Denoiser torch = open(model, new NetworkEngine.OnCpu(NetworkEngine.PYTORCH, threads))) {
            return parity(model, torch, onnx);
        }
    }

    /** The package's ONNX model in the cache. */
    static OnnxFile derive(ModelPackage model, Precision precision) {
        try {
            return OnnxFile.derive(model, precision, CacheFolder.resolve("onnx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How far two engines' networks of this package are apart. */
    static DenoiserParity parity(ModelPackage model, Denoiser a, Denoiser b) {
        return DenoiserParity.measure(a, b, UNetManifest.config(model), edm(model));
    }

    /**
     * The decoder of a package's autoencoder, on ONNX Runtime; null where the denoiser works on pixels.
     *
     * @throws UncheckedIOException if the ONNX model cannot be written to the cache
     */
    static @Nullable VaeDecoder decoder(ModelPackage model, int threads) {
        if (!model.isLatent()) {
            return null;
        }
        try {
            return OnnxVaeDecoder.of(model.vae(), OnnxVaeFile.decoder(model, CacheFolder.resolve("onnx")), threads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The encoder of a package's autoencoder, on ONNX Runtime; null where the denoiser works on pixels.
     *
     * @throws UncheckedIOException if the ONNX model cannot be written to the cache
     */
    static @Nullable VaeEncoder encoder(ModelPackage model, int threads) {
        if (!model.isLatent()) {
            return null;
        }
        try {
            return OnnxVaeEncoder.of(model.vae(), OnnxVaeFile.encoder(model, CacheFolder.resolve("onnx")), threads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EdmPreconditioning edm(ModelPackage model) {
        return new EdmPreconditioning(model.manifest().sigmaData());
    }
}
