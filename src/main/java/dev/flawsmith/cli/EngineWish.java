package dev.flawsmith.cli;

import dev.flawsmith.model.onnx.Precision;
import org.jspecify.annotations.Nullable;

/**
 * What a user or a recipe wants a network to run on; null leaves it to the calibration.
 *
 * @param threads of the network, at least 1
 * @param bucket rows of a call, at least 1
 * @param precision of the large convolutions; int8 on ONNX Runtime only
 * @param torchScript whether somebody else's TorchScript may be run
 */
record EngineWish(
        @Nullable NetworkEngine engine,
        @Nullable Integer threads,
        @Nullable Integer bucket,
        @Nullable Precision precision,
        boolean torchScript) {
    /** Whatever is fastest. */
    static final EngineWish AUTO = new EngineWish(null, null, null, null);

    /** Without TorchScript. */
    EngineWish(
            @Nullable NetworkEngine engine,
            @Nullable Integer threads,
            @Nullable Integer bucket,
            @Nullable Precision precision) {
        this(engine, threads, bucket, precision, false);
    }

    /** The same, with TorchScript or without. */
    EngineWish withTorchScript(boolean allowed) {
        return new EngineWish(engine, threads, bucket, precision, allowed);
    }

    /** What a recipe was drawn with, its device aside: a GPU of then is the first GPU of now. */
    static EngineWish of(String engine, int bucket) {
        Integer rows = bucket > 0 ? bucket : null;
        NetworkEngine.OnCpu cpu = NetworkEngine.OnCpu.parse(engine);
        if (cpu != null) {
            return new EngineWish(cpu.engine(), cpu.threads(), rows, cpu.precision());
        }
        return new EngineWish(NetworkEngine.named(engine.replaceFirst("-.*", "")), null, rows, null);
    }
}
