package dev.flawsmith.bench;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.djl.UNetWork;
import dev.flawsmith.sampling.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One engine: its network, called as the batcher calls it (in lanes where the engine has them), and its limits where it
 * computes in fp32.
 */
final class NetworkTimes {
    final MeasuredEngine engine;
    private final int images;
    private final int evaluations;
    final Denoiser denoiser;
    private final @Nullable MachineLimits limits;
    private final int lanes;
    private final DenoiserBatch batch;
    final List<Double> network = new ArrayList<>();
    final List<Double> gemm = new ArrayList<>();
    final List<Double> convolution = new ArrayList<>();

    /**
     * Opens the engine.
     *
     * @param images rows a call, or of all lanes' calls together
     * @param evaluations of each row in a round
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
        this.lanes = images % denoiser.lanes() == 0 ? denoiser.lanes() : 1;
        this.batch = batch(model.denoiserShape().size(), images / lanes);
        evaluate(1);
    }

    boolean fp32() {
        return engine.precision().equals(MeasuredEngine.FP32);
    }

    void round() {
        if (limits != null) {
            gemm.add(limits.gemmGflops());
            convolution.add(limits.convolutionGflops());
        }
        double seconds = Stopwatch.seconds(() -> evaluate(evaluations));
        network.add(images * evaluations / seconds);
    }

    private void evaluate(int times) {
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int lane = 1; lane < lanes; lane++) {
            others.add(CompletableFuture.runAsync(() -> call(times), task -> new Thread(task, "bench-lane").start()));
        }
        call(times);
        others.forEach(CompletableFuture::join);
    }

    private void call(int times) {
        for (int i = 0; i < times; i++) {
            if (lanes == 1) {
                denoiser.denoise(batch);
            } else {
                denoiser.denoiseInLane(batch);
            }
        }
    }

    private static DenoiserBatch batch(int size, int images) {
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
