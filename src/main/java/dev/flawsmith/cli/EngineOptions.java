package dev.flawsmith.cli;

import dev.flawsmith.model.onnx.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a network runs on. */
final class EngineOptions {
    static final String ENGINE = "--engine";
    static final String THREADS = "--threads";
    static final String BUCKET = "--bucket";
    static final String PRECISION = "--precision";
    static final String TORCHSCRIPT = "--allow-torchscript";
    static final String UNCHECKED = "--allow-unchecked";

    private static final String AUTO = "auto";
    private static final int MOST_THREADS = 1024;
    private static final int MOST_ROWS = 256;

    @Option(
            names = ENGINE,
            paramLabel = "NAME",
            description = "pytorch, onnxruntime or auto: what was fastest on this machine. Default: auto.")
    String engine = AUTO;

    @Option(names = THREADS, paramLabel = "N", description = "Threads of the network. Default: what was fastest.")
    @Nullable
    Integer threads;

    @Option(names = BUCKET, paramLabel = "N", description = "Rows of a network call. Default: what was fastest.")
    @Nullable
    Integer bucket;

    @Option(
            names = PRECISION,
            paramLabel = "NAME",
            description =
                    "fp32, int8 (models that were quantised, on onnxruntime) or auto: int8 where it is fastest and"
                            + " its quality passed. Default: auto.")
    String precision = AUTO;

    @Option(
            names = TORCHSCRIPT,
            description = "Run TorchScript models, which are programs with all of this one's rights.")
    boolean torchScript;

    @Option(
            names = UNCHECKED,
            description = "Open pipelines that nobody has imported; their images are compared with no photo.")
    boolean unchecked;

    Trust trust() {
        return new Trust(torchScript, unchecked);
    }

    /** @throws InputException if one is out of range */
    EngineWish wish() {
        NetworkEngine named = NetworkEngine.named(engine);
        if (named == null && !engine.equals(AUTO)) {
            throw new InputException("engine", "engine: expected pytorch, onnxruntime or auto, found " + engine);
        }
        check("threads", threads, MOST_THREADS);
        check("bucket", bucket, MOST_ROWS);
        Precision wanted = precision();
        if (wanted == Precision.INT8 && named == NetworkEngine.PYTORCH) {
            throw new InputException(
                    "precision", "precision: expected fp32 or auto with the engine pytorch, found " + precision);
        }
        return new EngineWish(named, threads, bucket, wanted, trust());
    }

    private @Nullable Precision precision() {
        for (Precision known : Precision.values()) {
            if (known.wireName().equals(precision)) {
                return known;
            }
        }
        if (!precision.equals(AUTO)) {
            throw new InputException("precision", "precision: expected fp32, int8 or auto, found " + precision);
        }
        return null;
    }

    private static void check(String name, @Nullable Integer value, int most) {
        if (value != null && (value < 1 || value > most)) {
            throw new InputException(name, name + ": expected 1 to " + most + ", found " + value);
        }
    }
}
