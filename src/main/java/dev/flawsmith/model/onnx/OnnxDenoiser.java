package dev.flawsmith.model.onnx;

import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetRows;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** An exported U-Net on ONNX Runtime's CPU kernels, preconditioned to {@code denoised = D(x; level, condition)}. */
public final class OnnxDenoiser implements Denoiser {
    /** What {@link #engine()} begins with. */
    public static final String ENGINE = "onnxruntime-cpu";

    /** Changes with how a call is spread over threads, so that what was measured otherwise is not used. */
    public static final String CALLS_VERSION = "3";

    private final OnnxNetwork network;
    private final UNetRows rows;
    private final int threads;
    private final String engine;

    private OnnxDenoiser(OnnxNetwork network, UNetRows rows, int threads, String engine) {
        this.network = network;
        this.rows = rows;
        this.threads = threads;
        this.engine = engine;
    }

    /**
     * Loads a network.
     *
     * @param file as {@link OnnxFile} writes it
     * @param threads of the network, at least 1
     * @throws IllegalStateException if ONNX Runtime refuses the file
     */
    public static OnnxDenoiser open(UNetConfig config, Path file, EdmPreconditioning edm, int threads) {
        return open(config, file, Precision.FP32, edm, threads);
    }

    /** The same with a file of a precision, which {@link #engine()} tells. */
    public static OnnxDenoiser open(
            UNetConfig config, Path file, Precision precision, EdmPreconditioning edm, int threads) {
        return open(config, file, precision, edm, threads, System::nanoTime);
    }

    static OnnxDenoiser open(
            UNetConfig config,
            Path file,
            Precision precision,
            EdmPreconditioning edm,
            int threads,
            LongSupplier nanoTime) {
        OnnxNetwork network = OnnxNetwork.open(config, file, threads, nanoTime);
        return new OnnxDenoiser(
                network, new UNetRows(config, edm), threads, ENGINE + "-" + threads + precision.suffix());
    }

    @Override
    public ImageShape shape() {
        return rows.shape();
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public float[][] denoise(DenoiserBatch batch) {
        return rows.denoised(batch, network.run(batch.size(), rows.inputs(batch)));
    }

    /** A thread each. */
    @Override
    public int lanes() {
        return threads;
    }

    @Override
    public float[][] denoiseInLane(DenoiserBatch batch) {
        return rows.denoised(batch, network.runInLane(batch.size(), rows.inputs(batch)));
    }

    @Override
    public void close() {
        network.close();
    }
}
