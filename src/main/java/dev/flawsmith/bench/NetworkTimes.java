package dev.flawsmith.bench;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.djl.UNetWork;
import dev.flawsmith.sampling.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One engine: its network, and its limits where it computes in fp32. */
final class NetworkTimes {
    final MeasuredEngine engine;
    private final int images;
    private final int evaluations;
    final Denoiser denoiser;
    private final @Nullable MachineLimits limits;
    final DenoiserBatch batch;
    final List<Double> network = new ArrayList<>();
    final List<Double> gemm = new ArrayList<>();
    final List<Double> convolution = new ArrayList<>();

    /**
     * Opens the engine.
     *
     * @param images rows a call
     * @param evaluations calls a round
     * @param open takes what has to be closed
     */
    NetworkTimes(
            MeasuredEngine engine,
            ModelPackage model,
            UNetWork work,
            int images,
            int evaluations,
            Deque<AutoCloseable> open) {
        this.engine = engine;
        this.images = images;
        this.evaluations = evaluations;
        this.denoiser = engine.network().apply(model);
        open.push(denoiser);
        this.limits = fp32() ? new MachineLimits(engine, work.convolutions(), images) : null;
        if (limits != null) {
            open.push(limits);
        }
        this.batch = batch(model.manifest(), images);
        denoiser.denoise(batch);
    }

    boolean fp32() {
        return engine.precision().equals(MeasuredEngine.FP32);
    }

    void round() {
        if (limits != null) {
            gemm.add(limits.gemmGflops());
            convolution.add(limits.convolutionGflops());
        }
        double seconds = Stopwatch.seconds(() -> {
            for (int i = 0; i < evaluations; i++) {
                denoiser.denoise(batch);
            }
        });
        network.add(images * evaluations / seconds);
    }

    private static DenoiserBatch batch(ModelManifest manifest, int images) {
        int size = manifest.channels() * manifest.resolution() * manifest.resolution();
        float[][] x = new float[images][];
        double[] alpha = new double[images];
        double[] sigma = new double[images];
        double[] timestep = new double[images];
        Arrays.fill(alpha, 1);
        Arrays.fill(timestep, Double.NaN);
        for (int i = 0; i < images; i++) {
            x[i] = new Noise(i, 0).standardNormal(0, size);
            sigma[i] = 0.05 * (i + 1);
        }
        return new DenoiserBatch(x, alpha, sigma, timestep, Collections.nCopies(images, Condition.ofClass(0)));
    }
}
