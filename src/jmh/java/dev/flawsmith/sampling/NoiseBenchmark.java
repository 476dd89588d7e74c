package dev.flawsmith.sampling;

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

/** Philox noise: a bare block of four words, and the normal values of a 64×64 grey image (2,048 blocks). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NoiseBenchmark {
    private final int[] words = new int[4];
    private int draw;

    @Benchmark
    public int[] block() {
        Philox4x32.block(words, 1, 2);
        return words;
    }

    @Benchmark
    public float[] standardNormal() {
        return new Noise(1, 0).standardNormal(draw++ & 0xffff, 64 * 64);
    }
}
