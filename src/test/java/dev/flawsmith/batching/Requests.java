package dev.flawsmith.batching;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flawsmith.batching.BatchingException.Reason;
import dev.flawsmith.model.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Shorthand of the tests. */
final class Requests {
    private Requests() {}

    static BatcherOptions slots(int maxBatch) {
        return new BatcherOptions(2048, maxBatch, false, Duration.ofSeconds(10));
    }

    /** An {@link EulerTrajectory}'s. */
    static final RowState STATE = new RowState(GaussianDenoiser.SHAPE.size(), 2);

    static Claim interactive(int images) {
        return claim(images, Priority.INTERACTIVE, steps -> {});
    }

    static Claim batch(int images) {
        return claim(images, Priority.BATCH, steps -> {});
    }

    static Claim claim(int images, Priority priority, IntConsumer steps) {
        return new Claim(images, STATE, priority, null, steps);
    }

    static Claim limited(int images, Duration timeLimit) {
        return new Claim(images, STATE, Priority.INTERACTIVE, timeLimit, steps -> {});
    }

    static RowTask row(long seed, int steps) {
        return new RowTask(() -> new EulerTrajectory(seed, steps), Condition.ofClass((int) (seed % 3)));
    }

    static List<CompletableFuture<float[]>> submitAll(Ticket ticket, int images, long seed, int steps) {
        List<CompletableFuture<float[]>> samples = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            samples.add(ticket.submit(row(seed + i, steps)));
        }
        return samples;
    }

    static float[] get(CompletableFuture<float[]> sample) throws Exception {
        return sample.get(10, TimeUnit.SECONDS);
    }

    static BatchingException failure(CompletableFuture<float[]> sample) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> sample.get(10, TimeUnit.SECONDS));
        return assertInstanceOf(BatchingException.class, e.getCause());
    }

    static Reason reason(CompletableFuture<float[]> sample) {
        return failure(sample).reason();
    }

    static void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("expected it within 10 s");
            }
            Thread.sleep(1);
        }
    }
}
