package dev.flawsmith.batching;

import static dev.flawsmith.batching.Requests.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.BatchingException.Reason;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand requests, and nothing is left of them. */
@Timeout(120)
final class SoakTest {
    private static final long SEED = 20261201L;
    private static final int REQUESTS = 10_000;
    /** What a leak of one array a request would take ten times over. */
    private static final long HEAP_SLACK = 4L << 20;

    @Test
    void tenThousandRequestsWithCancelsDeadlinesAndEngineTroubleLeaveNothingBehind() throws Exception {
        warmUp();
        int threads = liveThreads();
        long heap = usedHeap();
        AtomicInteger hung = new AtomicInteger();
        BatcherOptions options =
                new BatcherOptions(2048, 64L << 20, 8, false, Duration.ofMillis(100), Duration.ofSeconds(10));
        InFlightBatcher batcher = new InFlightBatcher("soak", troubled(hung), options);
        Soak.Outcome outcome = new Soak(batcher, seed -> row(seed, 1 + (int) (seed % 6)), SEED).run(REQUESTS);

        assertEquals(0, batcher.images());
        assertEquals(0, batcher.bytes());
        batcher.close();
        assertTrue(outcome.samples() > REQUESTS, () -> "seed " + SEED + ": " + outcome);
        assertTrue(outcome.cancelledRows() > 0, () -> "seed " + SEED + ": " + outcome);
        for (Reason reason : new Reason[] {Reason.CANCELLED, Reason.DEADLINE_EXCEEDED, Reason.ENGINE_FAILURE}) {
            assertTrue(outcome.failures().getOrDefault(reason, 0) > 0, () -> "seed " + SEED + ": " + outcome);
        }
        assertTrue(hung.get() > 0, "a call hung");
        awaitThreads(threads);
        long left = usedHeap() - heap;
        assertTrue(left < HEAP_SLACK, () -> "expected the heap back, found " + left + " bytes more");
    }

    /** Throws, runs out of memory, answers NaN, and now and then hangs beyond the limit. */
    private static GaussianDenoiser troubled(AtomicInteger hung) {
        Random random = new Random(SEED);
        return GaussianDenoiser.forgetful((call, denoised) -> {
            int trouble;
            synchronized (random) {
                trouble = random.nextInt(400);
            }
            if (trouble == 0) {
                throw new IllegalStateException("lost the device");
            } else if (trouble == 1 && denoised.length > 2) {
                throw new OutOfMemoryError("on purpose");
            } else if (trouble == 2) {
                denoised[0][0] = Float.NaN;
            } else if (trouble == 3 && hung.getAndIncrement() < 5) {
                long end = System.nanoTime() + Duration.ofMillis(250).toNanos();
                while (System.nanoTime() < end) {
                    Thread.onSpinWait(); // deaf to interrupts, as native code is
                }
            }
            return denoised;
        });
    }

    private static void warmUp() throws Exception {
        try (InFlightBatcher batcher =
                new InFlightBatcher("warm", GaussianDenoiser.forgetful((call, d) -> d), Requests.slots(8))) {
            new Soak(batcher, seed -> row(seed, 3), SEED).run(500);
        }
    }

    private static int liveThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(batcher|engine)-.*|pool-.*"))
                .count();
    }

    private static void awaitThreads(int baseline) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (liveThreads() > baseline) {
            assertTrue(System.nanoTime() < deadline, () -> "expected " + baseline + " threads, found " + liveThreads());
            Thread.onSpinWait();
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
