package dev.flawsmith.batching;

import static dev.flawsmith.batching.Requests.failure;
import static dev.flawsmith.batching.Requests.get;
import static dev.flawsmith.batching.Requests.interactive;
import static dev.flawsmith.batching.Requests.limited;
import static dev.flawsmith.batching.Requests.reason;
import static dev.flawsmith.batching.Requests.row;
import static dev.flawsmith.batching.Requests.submitAll;
import static dev.flawsmith.batching.Requests.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.BatchingException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Engines that hang; time is the test's. */
@Timeout(30)
final class WatchdogTest {
    private static final Duration CALL_LIMIT = Duration.ofMinutes(2);
    private static final BatcherOptions OPTIONS =
            new BatcherOptions(64, 1 << 20, 4, false, CALL_LIMIT, Duration.ofSeconds(10));

    private final AtomicLong now = new AtomicLong();
    private final HangingDenoiser denoiser = new HangingDenoiser();

    private InFlightBatcher batcher() {
        return new InFlightBatcher("hangs", denoiser, OPTIONS, now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aCallThatHangsFailsItsRowsOnlyAndTheNextTickWorksBesideIt() throws Exception {
        Duration almost = CALL_LIMIT.minusNanos(1);
        try (InFlightBatcher batcher = batcher();
                Ticket ticket = batcher.admit(interactive(9));
                Ticket canary = batcher.admit(limited(1, almost))) {
            denoiser.hang(1);
            CompletableFuture<float[]> lost = ticket.submit(row(1, 3));
            denoiser.awaitHanging(1);
            CompletableFuture<float[]> waiting = ticket.submit(row(2, 3));
            CompletableFuture<float[]> looked = canary.submit(row(2, 3));
            pass(almost);
            assertEquals(Reason.DEADLINE_EXCEEDED, reason(looked));
            assertFalse(lost.isDone(), "a nanosecond before the limit it may still return");
            pass(Duration.ofNanos(1));

            BatchingException e = failure(lost);
            assertEquals(Reason.ENGINE_FAILURE, e.reason());
            assertEquals(
                    "the network hung: expected a call to return within PT2M; its answer will be dropped",
                    e.getMessage());
            get(waiting);
            get(ticket.submit(row(3, 3)));
            assertEquals(1, batcher.hungCalls());
            assertFalse(batcher.stuck());

            denoiser.release();
            until(() -> batcher.hungCalls() == 0);
            assertArrayEquals(alone(row(4, 3)), get(ticket.submit(row(4, 3))), 0f);
        }
    }

    @Test
    void whenTheEngineIsStuckRowsFailAndNewcomersAreRefusedUntilACallReturns() throws Exception {
        try (InFlightBatcher batcher = batcher();
                Ticket ticket = batcher.admit(interactive(9))) {
            denoiser.hang(2);
            CompletableFuture<float[]> first = ticket.submit(row(1, 3));
            denoiser.awaitHanging(1);
            List<CompletableFuture<float[]>> six = submitAll(ticket, 6, 2, 3);
            pass(CALL_LIMIT);
            assertEquals(Reason.ENGINE_FAILURE, reason(first));
            denoiser.awaitHanging(1);
            pass(CALL_LIMIT);
            for (int i = 0; i < 6; i++) { // four were in the second call, two were not
                assertEquals(i < 4 ? Reason.ENGINE_FAILURE : Reason.ENGINE_STUCK, reason(six.get(i)));
            }

            assertTrue(batcher.stuck());
            assertEquals(Reason.ENGINE_STUCK, reason(ticket.submit(row(9, 3))));
            BatchingException refused = assertThrows(BatchingException.class, () -> batcher.admit(interactive(1)));
            assertEquals(Reason.ENGINE_STUCK, refused.reason());
            assertEquals(
                    "the engine of hangs is stuck: 2 network calls have not returned within PT2M;"
                            + " images are drawn again once no more than 1 of them hang",
                    refused.getMessage());

            denoiser.release();
            until(() -> !batcher.stuck());
            try (Ticket again = batcher.admit(interactive(1))) {
                get(again.submit(row(1, 3)));
            }
            denoiser.release();
            until(() -> batcher.hungCalls() == 0);
        }
    }

    @Test
    void deadlinesAndCancellationsActWhileACallHangs() throws Exception {
        try (InFlightBatcher batcher = batcher();
                Ticket ticket = batcher.admit(interactive(1));
                Ticket limited = batcher.admit(limited(1, Duration.ofSeconds(5)));
                Ticket queued = batcher.admit(limited(1, Duration.ofSeconds(5)))) {
            denoiser.hang(1);
            CompletableFuture<float[]> inTheCall = limited.submit(row(1, 3));
            denoiser.awaitHanging(1);
            CompletableFuture<float[]> outside = queued.submit(row(2, 3));
            CompletableFuture<float[]> cancelled = ticket.submit(row(3, 3));

            pass(Duration.ofSeconds(5));
            assertEquals(Reason.DEADLINE_EXCEEDED, reason(inTheCall));
            assertEquals(Reason.DEADLINE_EXCEEDED, reason(outside));
            ticket.cancel();
            assertEquals(Reason.CANCELLED, reason(cancelled));

            denoiser.release(); // in time for the watchdog, too late for everyone else
            try (Ticket next = batcher.admit(interactive(1))) {
                get(next.submit(row(4, 3)));
            }
            assertEquals(0, batcher.hungCalls());
        }
    }

    @Test
    void closingDoesNotWaitForACallThatHangs() throws Exception {
        InFlightBatcher batcher = batcher();
        Ticket ticket = batcher.admit(interactive(1));
        denoiser.hang(1);
        CompletableFuture<float[]> lost = ticket.submit(row(1, 3));
        denoiser.awaitHanging(1);
        Ticket canary = batcher.admit(interactive(1));
        CompletableFuture<float[]> refused = canary.submit(row(2, 3));
        Thread closer = new Thread(batcher::close);
        closer.start();
        assertEquals(Reason.SHUTTING_DOWN, reason(refused)); // so that the drain has begun
        pass(OPTIONS.drainLimit());
        assertEquals(Reason.SHUTTING_DOWN, reason(lost));
        assertTrue(closer.isAlive(), "the call has a last chance to return");
        pass(InFlightBatcher.LAST_CALL);
        closer.join(10_000);
        assertFalse(closer.isAlive());
        assertEquals(1, batcher.hungCalls());
        denoiser.release();
        until(() -> batcher.hungCalls() == 0);
    }

    @Test
    void aBatcherThatHangsHoldsUpNoOther() throws Exception {
        try (InFlightBatcher hangs = batcher();
                InFlightBatcher works = new InFlightBatcher("works", GaussianDenoiser.free(), OPTIONS);
                Ticket lost = hangs.admit(interactive(1));
                Ticket ticket = works.admit(interactive(20))) {
            denoiser.hang(1);
            CompletableFuture<float[]> never = lost.submit(row(1, 3));
            denoiser.awaitHanging(1);
            for (CompletableFuture<float[]> sample : submitAll(ticket, 20, 0, 5)) {
                get(sample);
            }
            assertFalse(never.isDone());
            denoiser.release();
            get(never);
        }
    }

    private static float[] alone(RowTask task) throws Exception {
        try (InFlightBatcher batcher = new InFlightBatcher("alone", GaussianDenoiser.free(), OPTIONS);
                Ticket ticket = batcher.admit(interactive(1))) {
            return get(ticket.submit(task));
        }
    }
}
