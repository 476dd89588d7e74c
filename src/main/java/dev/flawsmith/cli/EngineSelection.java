package dev.flawsmith.cli;

import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.DenoiserParity;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.UNetManifest;
import dev.flawsmith.model.djl.DjlDevice;
import dev.flawsmith.model.onnx.Int8Ranges;
import dev.flawsmith.model.onnx.OnnxDenoiser;
import dev.flawsmith.model.onnx.OnnxFile;
import dev.flawsmith.model.onnx.Precision;
import dev.flawsmith.synthesis.EngineCalibration;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses what a model's network runs on: what was wished for, and where nothing was, what this machine's calibration
 * says; see docs/decisions/0006-engines.md. Without a calibration that can be kept the choice is fixed, never measured: two
 * runs of the same command agree.
 */
final class EngineSelection {
    private static final Logger log = LoggerFactory.getLogger(EngineSelection.class);

    private final ModelPackage model;
    private final CalibrationFiles files;

    EngineSelection(ModelPackage model) {
        this.model = model;
        this.files = new CalibrationFiles(CacheFolder.resolve("engines"));
    }

    /**
     * The choice for a wish; measures, for a few seconds, where it depends on a calibration that is not there yet.
     *
     * @throws ModelPackageException if ONNX Runtime is wished for and does not agree with PyTorch
     */
    EngineChoice choose(EngineWish wish) {
        if (wish.precision() == Precision.INT8) {
            int8(); // refused here if it is not there
            return choice(wish, onCpu(NetworkEngine.ONNXRUNTIME, wish), null);
        }
        boolean gpu = DjlDevice.hasGpu();
        if (wish.engine() == NetworkEngine.PYTORCH || (wish.engine() == null && gpu)) {
            return choice(wish, onCpu(NetworkEngine.PYTORCH, wish), null);
        }
        // Where the engine is wished for only the parity is asked, which does not depend on threads.
        boolean race = wish.engine() == null;
        boolean int8 = race && wish.precision() == null && int8Passed();
        List<NetworkEngine.OnCpu> candidates = EngineRace.candidates(race ? wish.threads() : null, int8);
        Optional<EngineCalibration> found = files.get(key(candidates), () -> {
            log.info("{}: measuring the engines, once on this machine", model.directory());
            return new EngineRace(model, NetworkSpeed::measure, System::nanoTime).run(candidates);
        });
        EngineCalibration calibration = found.orElse(null);
        if (!race) {
            requireParity(calibration);
            return choice(wish, onCpu(NetworkEngine.ONNXRUNTIME, wish), calibration);
        }
        if (calibration != null && !agrees(calibration)) {
            log.warn("{}: ONNX Runtime is left out, {}", model.directory(), disagreement(calibration));
        }
        NetworkEngine.OnCpu fastest = calibration == null ? null : NetworkEngine.OnCpu.parse(calibration.engine());
        return choice(wish, fastest == null ? onCpu(NetworkEngine.PYTORCH, wish) : fastest, calibration);
    }

    /** The calibration that {@link #choose} would go by without a wish, if it was taken; nothing is measured. */
    Optional<EngineCalibration> known() {
        return files.find(key(EngineRace.candidates(null, int8Passed())));
    }

    private boolean int8Passed() {
        return Int8Ranges.in(model) && int8().cost().passed();
    }

    private Int8Ranges int8() {
        try {
            return Int8Ranges.of(model);
        } catch (IOException e) {
            throw new ModelPackageException(model.directory() + ": " + e.getMessage(), e);
        }
    }

    private void requireParity(@Nullable EngineCalibration calibration) {
        if (!agrees(calibration)) {
            throw new ModelPackageException(model.directory() + ": " + disagreement(calibration) + "; take "
                    + EngineOptions.ENGINE + " pytorch");
        }
    }

    private static boolean agrees(@Nullable EngineCalibration calibration) {
        Double parity = calibration == null ? null : calibration.parity();
        return parity != null && parity <= DenoiserParity.TOLERANCE;
    }

    private static String disagreement(@Nullable EngineCalibration calibration) {
        Double parity = calibration == null ? null : calibration.parity();
        return "expected ONNX Runtime's outputs within " + DenoiserParity.TOLERANCE + " of PyTorch's, found "
                + (parity == null ? "no comparison" : parity);
    }

    private EngineChoice choice(EngineWish wish, NetworkEngine.OnCpu place, @Nullable EngineCalibration calibration) {
        int bucket = EngineChoice.BUCKET;
        int slots = EngineChoice.SLOTS;
        if (calibration != null && calibration.engine().equals(place.toString())) {
            bucket = calibration.bucket();
            slots = calibration.slots();
        }
        Integer rows = wish.bucket();
        return new EngineChoice(place, rows == null ? bucket : rows, rows == null ? slots : rows, calibration);
    }

    private static NetworkEngine.OnCpu onCpu(NetworkEngine engine, EngineWish wish) {
        Integer threads = wish.threads();
        int all = Runtime.getRuntime().availableProcessors();
        if (engine == NetworkEngine.PYTORCH) {
            return new NetworkEngine.OnCpu(engine, EngineSettings.networkThreads(threads));
        }
        Precision precision = wish.precision() == null ? Precision.FP32 : wish.precision();
        return new NetworkEngine.OnCpu(engine, threads == null ? all : threads, precision);
    }

    /** Names all that the measurement depends on. */
    private String key(List<NetworkEngine.OnCpu> candidates) {
        String all = String.join(
                "\n",
                Machine.describe(),
                "exporter " + OnnxFile.EXPORTER_VERSION,
                "calls " + OnnxDenoiser.CALLS_VERSION,
                model.weightsSha256(),
                UNetManifest.config(model).toString(),
                Double.toString(model.manifest().sigmaData()),
                "int8 " + model.manifest().files().get(Int8Ranges.FILE),
                candidates.toString());
        return Sha256.hex(all).substring(0, 32);
    }
}
