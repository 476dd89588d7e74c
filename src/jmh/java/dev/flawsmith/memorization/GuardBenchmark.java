package dev.flawsmith.memorization;

import dev.flawsmith.image.PixelImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the guard does for one 64×64 grey image before 824 training photos: describe it in its eight symmetries, then find
 * the nearest photo. Independent grain is the worst case: no photo is far enough to be given up early.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GuardBenchmark {
    private static final int PHOTOS = 824;

    private final PixelDescriptor descriptor = new PixelDescriptor();
    private final PixelImage image = grain(-1);
    private final float[] query = descriptor.describe(image);
    private final NearestNeighbours neighbours = neighbours();
    private final TrainingIndex index = index();

    private NearestNeighbours neighbours() {
        float[][] photos = new float[PHOTOS][];
        for (int i = 0; i < PHOTOS; i++) {
            photos[i] = descriptor.describe(grain(i));
        }
        return new NearestNeighbours(photos);
    }

    private TrainingIndex index() {
        List<IndexedPhoto> photos = new ArrayList<>();
        for (int i = 0; i < PHOTOS + 2; i++) {
            photos.add(new IndexedPhoto(i + ".png", "pit", i >= PHOTOS, String.format("%064x", i), grain(i)));
        }
        return TrainingIndex.build(photos, descriptor);
    }

    private static PixelImage grain(long seed) {
        Random random = new Random(seed);
        byte[] samples = new byte[64 * 64];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.max(0, Math.min(255, 150 + 40 * random.nextGaussian()));
        }
        return new PixelImage(64, 64, 1, samples);
    }

    @Benchmark
    public float[] describe() {
        return descriptor.describe(image);
    }

    @Benchmark
    public List<Neighbour> nearest() {
        return neighbours.nearest(query, 1);
    }

    @Benchmark
    public CopyScore score() {
        return index.score(image);
    }
}
