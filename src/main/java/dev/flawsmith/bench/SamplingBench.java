package dev.flawsmith.bench;

import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.model.djl.UNetWork;
import dev.flawsmith.sampling.Samplers;
import dev.flawsmith.synthesis.DiffusionModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Images end to end (batcher, sampler, guard, PNG) against the bare network of every engine, and that against the machine's
 * convolutions, in turns within one run, so that whatever else the machine does meets all alike: 16 images, 18 Heun
 * steps, one evaluation a tick (guidance 1), and once more at the model's own guidance. Of a model on latents the bare work
 * is the network's and the decoder's.
 */
public final class SamplingBench {
    private static final int IMAGES = 16;
    private static final String SAMPLER = "heun";
    private static final double END_TO_END_LIMIT = 0.95;
    private static final double CONVOLUTION_LIMIT = 0.8;
    private static final double OVERHEAD_LIMIT = 0.05;
    private static final String INT8 = "int8";
    private static final double INT8_LIMIT = 1.8;

    private final Subject subject;
    private final int steps;
    private final int rounds;

    public SamplingBench(Subject subject, int rounds) {
        this(subject, 18, rounds);
    }

    SamplingBench(Subject subject, int steps, int rounds) {
        this.subject = subject;
        this.steps = steps;
        this.rounds = rounds;
    }

    /** Measures. */
    public Outcome run() {
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try (ServedModels models = subject.served().get()) {
            UNetWork work = subject.work();
            int evaluations = Samplers.named(SAMPLER).evaluations(steps);
            List<NetworkTimes> engines = new ArrayList<>();
            for (MeasuredEngine engine : subject.engines()) {
                engines.add(new NetworkTimes(engine, subject.model(), work, IMAGES, evaluations, open));
            }
            VaeDecoder decoder =
                    subject.decoder() == null ? null : subject.decoder().get();
            if (decoder != null) {
                open.push(decoder);
            }
            EndToEndTimes endToEnd = new EndToEndTimes(subject, models.synthesizer(), decoder, SAMPLER, steps, IMAGES);
            endToEnd.warmUp();
            for (int round = 0; round < rounds; round++) {
                engines.forEach(NetworkTimes::round);
                endToEnd.round();
            }
            return new Outcome(endToEnd.model.engine(), results(engines, endToEnd, work));
        } finally {
            open.forEach(SamplingBench::close);
        }
    }

    private List<Result> results(List<NetworkTimes> engines, EndToEndTimes endToEnd, UNetWork work) {
        int evaluations = Samplers.named(SAMPLER).evaluations(steps);
        NetworkTimes fastest = engines.stream()
                .filter(NetworkTimes::fp32)
                .max((a, b) -> Double.compare(Statistics.median(a.network), Statistics.median(b.network)))
                .orElseThrow();
        List<Double> convolution = best(engines, e -> e.convolution);
        List<Double> network = fastest.network;
        List<Result> results = new ArrayList<>();
        results.add(Result.plain("flop_per_evaluation", work.flops() / 1e9, "GFLOP"));
        results.add(Result.plain("gemm", Statistics.median(best(engines, e -> e.gemm)), "GFLOP/s"));
        results.add(Result.plain("convolution", Statistics.median(convolution), "GFLOP/s"));
        for (NetworkTimes engine : engines) {
            double speed = Statistics.median(engine.network);
            String name = engine.engine.name();
            results.add(Result.plain("network_evaluations_per_second_" + name, speed, "1/s"));
            results.add(Result.plain("network_images_per_second_" + name, speed / evaluations, "images/s"));
            results.add(Result.plain("network_" + name, speed * work.flops() / 1e9, "GFLOP/s"));
            if (engine.fp32()) {
                results.add(Result.plain("gemm_" + name, Statistics.median(engine.gemm), "GFLOP/s"));
                results.add(Result.plain("convolution_" + name, Statistics.median(engine.convolution), "GFLOP/s"));
            }
        }
        results.add(Result.plain("network_evaluations_per_second", Statistics.median(network), "1/s"));
        results.add(Result.plain("network_images_per_second", Statistics.median(network) / evaluations, "images/s"));
        results.add(Result.plain("images_per_second", Statistics.median(endToEnd.plain), "images/s"));
        results.add(Result.plain("images_per_second_guided", Statistics.median(endToEnd.guided), "images/s"));
        results.add(Result.plain("single_image_seconds", Statistics.median(endToEnd.single), "s"));
        results.add(Result.plain("sampler_seconds_per_image", Statistics.median(endToEnd.sampler), "s"));
        results.add(Result.plain("png_seconds_per_image", Statistics.median(endToEnd.png), "s"));
        results.add(Result.plain("guard_seconds_per_image", Statistics.median(endToEnd.guard), "s"));
        if (subject.decoder() != null) {
            results.add(Result.plain("decode_seconds_per_image", Statistics.median(endToEnd.decode), "s"));
        }
        results.add(Result.plain("guard_share", Statistics.median(shares(endToEnd.guard, endToEnd.plain)), "ratio"));
        results.add(Result.atLeast(
                "network_over_convolution_limit",
                Statistics.median(quotients(network, convolution, work.flops() / 1e9)),
                "ratio",
                CONVOLUTION_LIMIT));
        results.add(Result.atLeast(
                "end_to_end_over_network",
                Statistics.median(quotients(endToEnd.plain, bare(served(engines, endToEnd), endToEnd, evaluations), 1)),
                "ratio",
                END_TO_END_LIMIT));
        results.add(Result.atMost(
                "overhead_share",
                Statistics.median(shares(sums(endToEnd.sampler, endToEnd.png), endToEnd.plain)),
                "ratio",
                OVERHEAD_LIMIT));
        engines.stream()
                .filter(e -> e.engine.precision().equals(INT8))
                .forEach(int8 -> results.add(Result.atLeast(
                        "int8_over_fp32",
                        Statistics.median(quotients(int8.network, network, 1)),
                        "ratio",
                        INT8_LIMIT)));
        return results;
    }

    /** Images a second of the network, and of the workers that decode its latents, one after the other. */
    private static List<Double> bare(NetworkTimes network, EndToEndTimes endToEnd, int evaluations) {
        int threads = DiffusionModel.workers(true);
        List<Double> bare = new ArrayList<>();
        for (int i = 0; i < network.network.size(); i++) {
            bare.add(1 / (evaluations / network.network.get(i) + endToEnd.decode.get(i) / threads));
        }
        return bare;
    }

    /** The bare network that the served images come from, which need not be the fastest of fp32. */
    private static NetworkTimes served(List<NetworkTimes> engines, EndToEndTimes endToEnd) {
        String name = endToEnd.model.engine();
        return engines.stream()
                .filter(engine -> engine.denoiser.engine().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("expected the served engine among those measured, found " + name));
    }

    /** Of every round the fp32 engine that did best: that is what the machine can do. */
    private static List<Double> best(List<NetworkTimes> engines, Function<NetworkTimes, List<Double>> figure) {
        List<Double> best = new ArrayList<>();
        for (NetworkTimes engine : engines.stream().filter(NetworkTimes::fp32).toList()) {
            List<Double> figures = figure.apply(engine);
            for (int i = 0; i < figures.size(); i++) {
                if (i == best.size()) {
                    best.add(figures.get(i));
                } else {
                    best.set(i, Math.max(best.get(i), figures.get(i)));
                }
            }
        }
        return best;
    }

    /** Round by round {@code a / b * factor}: the two were measured next to each other. */
    private static List<Double> quotients(List<Double> a, List<Double> b, double factor) {
        List<Double> quotients = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            quotients.add(a.get(i) / b.get(i) * factor);
        }
        return quotients;
    }

    /** Round by round the part of an image's time end to end. */
    private static List<Double> shares(List<Double> seconds, List<Double> imagesPerSecond) {
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < seconds.size(); i++) {
            shares.add(seconds.get(i) * imagesPerSecond.get(i));
        }
        return shares;
    }

    private static List<Double> sums(List<Double> a, List<Double> b) {
        List<Double> sums = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            sums.add(a.get(i) + b.get(i));
        }
        return sums;
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("what was measured did not close", e);
        }
    }
}
