package dev.flawsmith.batching;

import static dev.flawsmith.batching.Requests.get;
import static dev.flawsmith.batching.Requests.interactive;
import static dev.flawsmith.batching.Requests.limited;
import static dev.flawsmith.batching.Requests.reason;
import static dev.flawsmith.batching.Requests.row;
import static dev.flawsmith.batching.Requests.slots;
import static dev.flawsmith.batching.Requests.submitAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.BatchingException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines, shutdown and the promise that every future completes. */
@Timeout(30)
final class BatcherClosingTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Test
    void failsWhatIsUnfinishedAtTheFirstTickAfterItsDeadline() throws Exception {
        AtomicLong now = new AtomicLong();
        GaussianDenoiser gated = GaussianDenoiser.gated();
        try (InFlightBatcher batcher = new InFlightBatcher("deadline", gated, slots(4), now::get);
                Ticket limited = batcher.admit(limited(3, LIMIT));
                Ticket free = batcher.admit(interactive(1))) {
            List<CompletableFuture<float[]>> late = submitAll(limited, 2, 0, 50);
            CompletableFuture<float[]> other = free.submit(row(9, 50));
            gated.awaitCalls(1);
            now.set(LIMIT.toNanos() - 1);
            gated.letThrough(1);
            gated.awaitCalls(1);
            assertFalse(late.get(0).isDone());
            now.set(LIMIT.toNanos());
            gated.letThrough(1000);

            late.forEach(sample -> assertEquals(Reason.DEADLINE_EXCEEDED, reason(sample)));
            assertEquals(Reason.DEADLINE_EXCEEDED, reason(limited.submit(row(1, 1))));
            get(other);
        }
    }

    @Test
    void closingFailsQueuedRequestsAndFinishesThoseInFlight() throws Exception {
        GaussianDenoiser gated = GaussianDenoiser.gated();
        InFlightBatcher batcher = new InFlightBatcher("close", gated, slots(2));
        Ticket inFlight = batcher.admit(interactive(6));
        List<CompletableFuture<float[]>> started = submitAll(inFlight, 5, 0, 3);
        gated.awaitCalls(1);
        Ticket queued = batcher.admit(interactive(2));
        List<CompletableFuture<float[]>> waiting = submitAll(queued, 2, 0, 3);
        CompletableFuture<Void> retried = started.get(0).thenAccept(sample -> started.add(inFlight.submit(row(99, 3))));

        Thread closer = new Thread(batcher::close);
        closer.start();
        waiting.forEach(sample -> assertEquals(Reason.SHUTTING_DOWN, reason(sample)));
        assertEquals(
                Reason.SHUTTING_DOWN,
                assertThrows(BatchingException.class, () -> batcher.admit(interactive(1)))
                        .reason());
        gated.letThrough(1000);
        retried.get(10, TimeUnit.SECONDS);
        for (CompletableFuture<float[]> sample : started) {
            get(sample);
        }
        assertTrue(closer.isAlive(), "an open ticket may still have an image drawn anew");
        inFlight.close();
        closer.join(10_000);
        assertFalse(closer.isAlive());
    }

    @Test
    void closingFailsEvenRequestsInFlightWhenTheDrainLimitHasPassed() throws Exception {
        AtomicLong now = new AtomicLong();
        GaussianDenoiser gated = GaussianDenoiser.gated();
        InFlightBatcher batcher = new InFlightBatcher("drain", gated, slots(2), now::get);
        Ticket ticket = batcher.admit(interactive(5));
        List<CompletableFuture<float[]>> samples = submitAll(ticket, 5, 0, 1000);
        gated.awaitCalls(1);
        Ticket queued = batcher.admit(interactive(1));
        CompletableFuture<float[]> canary = queued.submit(row(1, 1));
        Thread closer = new Thread(batcher::close);
        closer.start();
        assertEquals(Reason.SHUTTING_DOWN, reason(canary)); // so that the drain has begun
        now.set(Duration.ofSeconds(10).toNanos());
        gated.letThrough(1000);
        samples.forEach(sample -> assertEquals(Reason.SHUTTING_DOWN, reason(sample)));
        closer.join(10_000);
        assertFalse(closer.isAlive());
    }

    @Test
    void closesTwiceAndWhenIdle() {
        InFlightBatcher batcher = new InFlightBatcher("idle", GaussianDenoiser.free(), slots(2));
        batcher.close();
        batcher.close();
        assertFalse(threadIsAlive("batcher-idle"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aThousandRequestsFromEightThreadsWithRandomCancelsAllComplete(int lanes) throws Exception {
        long seed = 20261124L;
        ExecutorService clients = Executors.newFixedThreadPool(8);
        InFlightBatcher batcher =
                new InFlightBatcher("soak", new LanedDenoiser(GaussianDenoiser.free(), lanes), slots(8));
        try {
            List<Callable<int[]>> work = new ArrayList<>();
            for (int client = 0; client < 8; client++) {
                Random random = new Random(seed + client);
                work.add(() -> requests(batcher, random, 125));
            }
            int finished = 0;
            int cancelled = 0;
            for (Future<int[]> each : clients.invokeAll(work)) {
                finished += each.get()[0];
                cancelled += each.get()[1];
            }
            assertTrue(finished > 0 && cancelled > 0, "seed " + seed + ": " + finished + " and " + cancelled);
            assertEquals(0, batcher.images());
        } finally {
            batcher.close();
            clients.shutdownNow();
        }
        assertFalse(threadIsAlive("batcher-soak"));
    }

    private static int[] requests(InFlightBatcher batcher, Random random, int n) throws Exception {
        int[] outcomes = new int[2];
        for (int r = 0; r < n; r++) {
            int images = 1 + random.nextInt(4);
            try (Ticket ticket = batcher.admit(interactive(images))) {
                List<CompletableFuture<float[]>> samples = submitAll(ticket, images, r, 1 + random.nextInt(6));
                if (random.nextInt(3) == 0) {
                    ticket.cancel();
                }
                for (CompletableFuture<float[]> sample : samples) {
                    boolean failed = sample.handle((x, e) -> e != null).get(10, TimeUnit.SECONDS);
                    outcomes[failed ? 1 : 0]++;
                }
            }
        }
        return outcomes;
    }

    private static boolean threadIsAlive(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(name));
    }
}
