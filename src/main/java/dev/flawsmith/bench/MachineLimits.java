package dev.flawsmith.bench;

import dev.flawsmith.model.ConvolutionShape;
import dev.flawsmith.model.Kernel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What this machine computes at most on one engine, in fp32: a matrix product, and the convolutions that dominate a
 * network, bare, over the same batch. Operands stay in place between rounds. The opener closes it.
 */
final class MachineLimits implements AutoCloseable {
    /** The convolutions measured are the costliest that together make this share of all convolutions' work. */
    static final double DOMINATING = 0.8;

    /** Each kernel runs about this long a round. */
    private static final double SECONDS = 0.2;

    private static final int GEMM = 1536;

    private final Timed gemm;
    private final List<Timed> convolutions = new ArrayList<>();

    /** @param batch images a convolution */
    MachineLimits(MeasuredEngine engine, List<ConvolutionShape> network, int batch) {
        gemm = new Timed(engine.gemm().apply(GEMM), 1);
        dominating(network)
                .forEach((shape, times) ->
                        convolutions.add(new Timed(engine.convolution().apply(shape, batch), times)));
    }

    /** The costliest shapes first, and how often the network has each. */
    static Map<ConvolutionShape, Integer> dominating(List<ConvolutionShape> network) {
        Map<ConvolutionShape, Integer> times =
                network.stream().collect(Collectors.toMap(shape -> shape, shape -> 1, Integer::sum));
        long all = network.stream().mapToLong(ConvolutionShape::flops).sum();
        List<Map.Entry<ConvolutionShape, Integer>> costliest = times.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<ConvolutionShape, Integer> e) -> -work(e))
                        .thenComparing(e -> e.getKey().toString()))
                .toList();
        Map<ConvolutionShape, Integer> dominating = new LinkedHashMap<>();
        long covered = 0;
        for (Map.Entry<ConvolutionShape, Integer> entry : costliest) {
            if (covered >= DOMINATING * all) {
                break;
            }
            dominating.put(entry.getKey(), entry.getValue());
            covered += work(entry);
        }
        return dominating;
    }

    private static long work(Map.Entry<ConvolutionShape, Integer> entry) {
        return entry.getKey().flops() * entry.getValue();
    }

    /** Of the matrix product, in this round. */
    double gemmGflops() {
        return gemm.kernel.flops() / gemm.secondsOfOne() / 1e9;
    }

    /** All of the work over all of the time, each shape as often as the network has it, in this round. */
    double convolutionGflops() {
        double flops = 0;
        double seconds = 0;
        for (Timed convolution : convolutions) {
            flops += (double) convolution.kernel.flops() * convolution.weight;
            seconds += convolution.secondsOfOne() * convolution.weight;
        }
        return flops / seconds / 1e9;
    }

    @Override
    public void close() {
        gemm.kernel.close();
        convolutions.forEach(convolution -> convolution.kernel.close());
    }

    private static final class Timed {
        private final Kernel kernel;
        private final int weight;
        private final int repeats;

        Timed(Kernel kernel, int weight) {
            this.kernel = kernel;
            this.weight = weight;
            kernel.repeat(2);
            double one = Stopwatch.seconds(() -> kernel.repeat(2)) / 2;
            this.repeats = (int) Math.max(2, Math.min(10_000, SECONDS / one));
        }

        double secondsOfOne() {
            return Stopwatch.seconds(() -> kernel.repeat(repeats)) / repeats;
        }
    }
}
