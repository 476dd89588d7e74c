package dev.flawsmith.bench;

import dev.flawsmith.evaluation.fidelity.FeatureStatistics;
import dev.flawsmith.evaluation.fidelity.FrechetDistance;
import dev.flawsmith.math.Blas;
import dev.flawsmith.memorization.ExactNeighbours;
import dev.flawsmith.memorization.Metric;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;

/**
 * The Fréchet distance of two large sets and exact neighbours of many queries, each beside what a bare matrix product of
 * as many operations takes, measured right before and after it. Features are read from files, as anybody's would be.
 */
public final class EvaluationBench {
    /** What the issue names: 50,000 images against 5,000, of Inception's 2,048 features. */
    public static final Size STANDARD = new Size(50_000, 5_000, 2_048, 2_048);

    private static final int NEIGHBOURS = 5;
    /** Of the bare product, a measurement. */
    private static final int REPEATS = 5;

    private static final double NEIGHBOURS_LIMIT = 1.3;
    private static final double DISTANCE_LIMIT_SECONDS = 2;
    private static final double MEMORY_LIMIT_MIB = 2048;

    private final Size size;
    private final int rounds;
    private final ProgressBar progress;

    /**
     * How much is measured.
     *
     * @param images rows of the larger set
     * @param reference rows of the set that is searched
     * @param dimension numbers a row
     * @param gemm side of the bare product's square matrices
     */
    public record Size(int images, int reference, int dimension, int gemm) {}

    /** Measures in rounds, of which medians are told. */
    public EvaluationBench(Size size, int rounds, ProgressBar progress) {
        this.size = size;
        this.rounds = rounds;
        this.progress = progress;
    }

    public Outcome run() {
        List<Double> statistics = new ArrayList<>();
        List<Double> distance = new ArrayList<>();
        List<Double> neighbours = new ArrayList<>();
        List<Double> single = new ArrayList<>();
        List<Double> wide = new ArrayList<>();
        progress.maxHint(3L * rounds + 1);
        try (RandomFeatures images = new RandomFeatures(size.images(), size.dimension(), 1);
                RandomFeatures reference = new RandomFeatures(size.reference(), size.dimension(), 2)) {
            progress.step();
            FeatureStatistics other = FeatureStatistics.of(reference.rows());
            for (int round = 0; round < rounds; round++) {
                double before = gflopsWide();
                FeatureStatistics[] found = new FeatureStatistics[1];
                double took = Stopwatch.seconds(() -> found[0] = FeatureStatistics.of(images.rows()));
                double between = Stopwatch.seconds(() -> FrechetDistance.between(found[0], other));
                wide.add((before + gflopsWide()) / 2);
                statistics.add(took);
                distance.add(between);
                progress.step();
                before = gflopsSingle();
                neighbours.add(Stopwatch.seconds(
                        () -> ExactNeighbours.search(images.rows(), reference.rows(), NEIGHBOURS, Metric.L2)));
                single.add((before + gflopsSingle()) / 2);
                progress.stepBy(2);
            }
        }
        return new Outcome("openblas", results(statistics, distance, neighbours, single, wide));
    }

    private List<Result> results(
            List<Double> statistics,
            List<Double> distance,
            List<Double> neighbours,
            List<Double> single,
            List<Double> wide) {
        double d = size.dimension();
        List<Double> statisticsOverGemm = new ArrayList<>();
        List<Double> neighboursOverGemm = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            // xᵀx is symmetric: half the operations of a product
            statisticsOverGemm.add(statistics.get(i) / (size.images() * d * d / wide.get(i) / 1e9));
            neighboursOverGemm.add(
                    neighbours.get(i) / (2.0 * size.images() * size.reference() * d / single.get(i) / 1e9));
        }
        List<Result> results = new ArrayList<>(List.of(
                Result.plain("gemm_fp32", Statistics.median(single), "GFLOP/s"),
                Result.plain("gemm_fp64", Statistics.median(wide), "GFLOP/s"),
                Result.plain("frechet_statistics", Statistics.median(statistics), "s"),
                Result.plain("frechet_statistics_over_gemm", Statistics.median(statisticsOverGemm), "x"),
                Result.atMost("frechet_distance", Statistics.median(distance), "s", DISTANCE_LIMIT_SECONDS),
                Result.plain("neighbours", Statistics.median(neighbours), "s"),
                Result.atMost("neighbours_over_gemm", Statistics.median(neighboursOverGemm), "x", NEIGHBOURS_LIMIT)));
        peakMemory().ifPresent(mib -> results.add(Result.atMost("peak_memory", mib, "MiB", MEMORY_LIMIT_MIB)));
        return results;
    }

    private double gflopsSingle() {
        int n = size.gemm();
        FloatBuffer a = Blas.floats(n * n);
        FloatBuffer c = Blas.floats(n * n);
        for (int i = 0; i < n * n; i++) {
            a.put(i, i % 7);
        }
        Blas.productTransposed(a, n, a, n, n, c);
        return gflops(Stopwatch.seconds(() -> {
            for (int i = 0; i < REPEATS; i++) {
                Blas.productTransposed(a, n, a, n, n, c);
            }
        }));
    }

    private double gflopsWide() {
        int n = size.gemm();
        DoubleBuffer a = Blas.doubles(n * n);
        DoubleBuffer c = Blas.doubles(n * n);
        for (int i = 0; i < n * n; i++) {
            a.put(i, i % 7);
        }
        Blas.productTransposed(a, n, a, n, n, c);
        return gflops(Stopwatch.seconds(() -> {
            for (int i = 0; i < REPEATS; i++) {
                Blas.productTransposed(a, n, a, n, n, c);
            }
        }));
    }

    private double gflops(double seconds) {
        double n = size.gemm();
        return REPEATS * 2 * n * n * n / seconds / 1e9;
    }

    /** The most memory this process has held, as Linux has it: the heap, off-heap blocks and the program itself. */
    private static Optional<Double> peakMemory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
