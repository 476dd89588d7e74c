package dev.flawsmith.bench;

import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.djl.DjlDevice;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.Preparation;
import dev.flawsmith.training.Trainer;
import dev.flawsmith.training.TrainingBudget;
import dev.flawsmith.training.TrainingConfig;
import dev.flawsmith.training.TrainingListener;
import dev.flawsmith.training.TrainingPhotos;
import dev.flawsmith.training.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loop of {@code train} on photos of noise, in turns with the same steps in eager PyTorch where a Python with it was
 * named: images a second of whole steps (batch, forward, loss, backward, clipping, AdamW, EMA).
 */
public final class TrainingBench {
    private static final String DEVICE = "cpu";

    private static final int WARM_UP_STEPS = 2;
    private static final int STEPS = 12;
    private static final double EAGER_LIMIT = 0.8;

    private final UNetConfig network;
    private final @Nullable String python;
    private final Path script;
    private final int rounds;
    private final PrintWriter err;

    /**
     * @param network what is trained, from random weights
     * @param python a program that runs Python with PyTorch; null compares with nothing
     * @param script what that runs: {@code scripts/bench/pytorch_eager.py}
     */
    public TrainingBench(UNetConfig network, @Nullable String python, Path script, int rounds, PrintWriter err) {
        this.network = network;
        this.python = python;
        this.script = script;
        this.rounds = rounds;
        this.err = err;
    }

    /**
     * Measures.
     *
     * @throws BenchException if the Python that was named does not run the script
     */
    public Outcome run() {
        List<Double> ours = new ArrayList<>();
        List<Double> eager = new ArrayList<>();
        int threads = Runtime.getRuntime().availableProcessors();
        int batch = TrainingConfig.STANDARD.batch();
        try (EagerPyTorch yardstick =
                python == null ? null : new EagerPyTorch(python, script, network, batch, threads)) {
            if (yardstick != null) {
                err.println("compared with " + yardstick.version() + " on " + threads + " threads");
            }
            for (int round = 0; round < rounds; round++) {
                ours.add(imagesPerSecond());
                if (yardstick != null) {
                    yardstick.imagesPerSecond(WARM_UP_STEPS);
                    eager.add(yardstick.imagesPerSecond(STEPS));
                }
            }
            double median = Statistics.median(ours);
            List<Result> results = new ArrayList<>();
            results.add(Result.plain("images_per_second", median, "images/s"));
            if (yardstick != null) {
                double reference = Statistics.median(eager);
                results.add(Result.plain("eager_images_per_second", reference, "images/s"));
                results.add(Result.atLeast("training_over_eager_pytorch", median / reference, "ratio", EAGER_LIMIT));
            }
            return new Outcome(DjlDevice.engine(DEVICE), results);
        }
    }

    private double imagesPerSecond() {
        Path checkpoints = temporary();
        try {
            int batch = TrainingConfig.STANDARD.batch();
            long images = (long) (WARM_UP_STEPS + STEPS) * batch;
            long[] times = new long[WARM_UP_STEPS + STEPS + 1];
            TrainingListener clock = new TrainingListener() {
                @Override
                public void stepped(Progress progress) {
                    times[(int) progress.step()] = System.nanoTime();
                }
            };
            TrainingRun run = new TrainingRun(
                    network,
                    Preparation.SIGMA_DATA,
                    TrainingConfig.STANDARD,
                    new TrainingBudget.Images(images),
                    checkpoints,
                    Duration.ofDays(1),
                    false,
                    "bench",
                    DEVICE);
            new Trainer(run, photos(), clock).run();
            return STEPS * batch / ((times[times.length - 1] - times[WARM_UP_STEPS]) / 1e9);
        } finally {
            delete(checkpoints);
        }
    }

    private TrainingPhotos photos() {
        int values = network.imageChannels() * network.imageSize() * network.imageSize();
        List<TrainingPhotos.Example> examples = new ArrayList<>();
        for (int c = 0; c < network.classes(); c++) {
            Noise noise = new Noise(c, 0);
            float[] caption = noise.standardNormal(1, network.textDimension());
            examples.add(new TrainingPhotos.Example(noise.standardNormal(0, values), c, List.of(caption)));
        }
        List<String> classes = IntStream.range(0, network.classes())
                .mapToObj(Integer::toString)
                .toList();
        return new TrainingPhotos(network.imageSize(), network.imageChannels(), classes, examples);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("flawsmith-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
