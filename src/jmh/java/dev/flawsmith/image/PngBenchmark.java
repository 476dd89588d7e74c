package dev.flawsmith.image;

import java.util.Map;
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

/** A 64×64 grey image with grain, as photos of steel have it, to PNG with a text of a recipe's length. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PngBenchmark {
    private final PixelImage image = grain();
    private final Map<String, String> text = Map.of("flawsmith", "x".repeat(600));

    private static PixelImage grain() {
        Random random = new Random(1);
        byte[] samples = new byte[64 * 64];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.max(0, Math.min(255, 150 + 10 * random.nextGaussian()));
        }
        return new PixelImage(64, 64, 1, samples);
    }

    @Benchmark
    public byte[] encode() {
        return Png.encode(image, text);
    }
}
