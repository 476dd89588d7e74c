package dev.flawsmith.sampling;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A whole trajectory of 18 steps of a 64×64 grey image, the network's answers free of charge; its noise included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SamplerBenchmark {
    private static final int STEPS = 18;
    private static final int SIZE = 64 * 64;

    @Param({"euler", "heun", "dpmpp-2m"})
    private String sampler = "heun";

    private final float[] denoised = new float[SIZE];
    private long seed;

    @Benchmark
    public float[] trajectory() {
        Trajectory trajectory = Samplers.named(sampler)
                .start(new SamplingPlan(
                        KarrasSchedule.DEFAULT.levels(STEPS),
                        KarrasSchedule.DEFAULT.sigmaMax(),
                        new Noise(seed++, 0),
                        SIZE));
        while (!trajectory.done()) {
            denoised[0] = trajectory.next().x()[0];
            trajectory.accept(denoised);
        }
        return trajectory.sample();
    }
}
