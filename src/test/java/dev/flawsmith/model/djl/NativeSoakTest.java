package dev.flawsmith.model.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.BatcherOptions;
import dev.flawsmith.batching.InFlightBatcher;
import dev.flawsmith.batching.RowTask;
import dev.flawsmith.batching.Soak;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.sampling.Samplers;
import dev.flawsmith.sampling.SamplingPlan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests, with cancels and deadlines, to a small network on the real engine: native memory and threads come back.
 * {@code scripts/soak} runs ten thousand of them and more.
 */
class NativeSoakTest {
    private static final Logger log = LoggerFactory.getLogger(NativeSoakTest.class);
    private static final long SEED = 20261202L;
    /** Allocators keep some of what they had; calls whose arrays leaked would take megabytes each. */
    private static final long SLACK_KIB = 48 * 1024;

    private static final KarrasSchedule SCHEDULE = new KarrasSchedule(0.01, 80, 7);

    @Test
    void nativeMemoryAndThreadsReturnToTheBaseline() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "resident memory is read on Linux");
        int requests = Integer.getInteger("flawsmith.soak.requests", 300);
        try (DjlDenoiser denoiser = DjlDenoiser.create(
                UNetTest.TOY, UNetTest.weights(UNetTest.TOY, 1), new EdmPreconditioning(0.5), "cpu")) {
            soak(denoiser, Math.max(300, requests / 5)); // every shape and thread has been seen, every pool filled
            long before = outsideTheHeap();
            long threads = status("Threads");
            Soak.Outcome outcome = soak(denoiser, requests);
            long grown = outsideTheHeap() - before;
            log.info(
                    "{} requests, {}: resident memory outside the heap {} KiB, then {} KiB more; threads {}, then {}",
                    requests,
                    outcome,
                    before,
                    grown,
                    threads,
                    status("Threads"));
            assertTrue(outcome.samples() > requests / 2, outcome::toString);
            assertTrue(grown < SLACK_KIB, () -> "expected the memory back, found " + grown + " KiB more");
            assertTrue(status("Threads") <= threads + 1, () -> "expected " + threads + " threads back");
        }
    }

    private static Soak.Outcome soak(DjlDenoiser denoiser, int requests) throws Exception {
        try (InFlightBatcher batcher =
                new InFlightBatcher("soak", denoiser, new BatcherOptions(2048, 8, false, Duration.ofSeconds(10)))) {
            Soak.Outcome outcome = new Soak(batcher, NativeSoakTest::task, SEED).run(requests);
            assertEquals(0, batcher.images());
            assertEquals(0, batcher.bytes());
            return outcome;
        }
    }

    private static RowTask task(long random) {
        int steps = 1 + (int) (random % 3);
        return new RowTask(
                () -> Samplers.named("euler")
                        .start(new SamplingPlan(
                                SCHEDULE.levels(steps),
                                SCHEDULE.sigmaMax(),
                                new Noise(random, 0),
                                UNetTest.TOY.imageSize() * UNetTest.TOY.imageSize())),
                Condition.ofClass((int) (random % 3)));
    }

    /** Resident KiB that are not the Java heap's, as far as it is committed: that one grows by its own rules. */
    private static long outsideTheHeap() throws IOException {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
        return status("VmRSS") - heap / 1024;
    }

    /** A number of {@code /proc/self/status}; memory in KiB. */
    private static long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
