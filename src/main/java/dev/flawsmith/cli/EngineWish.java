package dev.flawsmith.cli;

import dev.flawsmith.model.onnx.Precision;
import org.jspecify.annotations.Nullable;

/**
 * What a user or a recipe wants a network to run on; null leaves it to the calibration.
 *
 * @param threads of the network, at least 1
 * @param bucket rows of a call, at least 1
 * @param precision of the large convolutions; int8 on ONNX Runtime only
 * @param trust what is accepted of models from elsewhere
 */
record EngineWish(
        @Nullable NetworkEngine engine,
        @Nullable Integer threads,
        @Nullable Integer bucket,
        @Nullable Precision precision,
        Trust trust) {
    /** Whatever is fastest. */
    static final EngineWish AUTO = new EngineWish(null, null, null, null);

    /** With no trust in models from elsewhere. */
    EngineWish(
            @Nullable NetworkEngine engine,
            @Nullable Integer threads,
            @Nullable Integer bucket,
            @Nullable Precision precision) {
        this(engine, threads, bucket, precision, Trust.NONE);
    }

    /** The same with this trust. */
    EngineWish with(Trust accepted) {
        return new EngineWish(engine, threads, bucket, precision, accepted);
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
