package dev.flawsmith.batching;

import static dev.flawsmith.batching.Requests.failure;
import static dev.flawsmith.batching.Requests.get;
import static dev.flawsmith.batching.Requests.interactive;
import static dev.flawsmith.batching.Requests.row;
import static dev.flawsmith.batching.Requests.slots;
import static dev.flawsmith.batching.Requests.submitAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.BatchingException.Reason;
import dev.flawsmith.model.Condition;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.GuidedTrajectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class MemoryShortageTest {
    /** What the engines say: the formats stand in libc10 2.7.1, libonnxruntime 1.21.1 and PyTorch's CUDA allocator. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to"
                        + " allocate 68719476736 bytes. Error code 12 (Cannot allocate memory)",
                "Error code - ORT_RUNTIME_EXCEPTION - message: bfc_arena.cc:376 Failed to allocate memory for requested"
                        + " buffer of size 4294967296",
                "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB",
                "Available memory of 1024 is smaller than requested bytes of 4096",
                "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate(handle)",
                "std::bad_alloc"
            })
    void knowsWhatTheEnginesSay(String message) {
        assertTrue(MemoryShortage.is(new IllegalStateException(message)));
        assertTrue(MemoryShortage.is(new RuntimeException("forward failed", new IllegalStateException(message))));
    }

    @Test
    void takesNothingElseForIt() {
        assertTrue(MemoryShortage.is(new OutOfMemoryError("Java heap space")));
        assertFalse(MemoryShortage.is(new IllegalStateException("expected a shape of [1, 4], found [1, 5]")));
        assertFalse(MemoryShortage.is(new NullPointerException()));
    }

    /** A denoiser with room for so many rows, which tells the sizes that were tried. */
    private static GaussianDenoiser roomFor(AtomicInteger rows, List<Integer> tried) {
        return GaussianDenoiser.faulty((call, denoised) -> {
            synchronized (tried) {
                tried.add(denoised.length);
            }
            if (denoised.length > rows.get()) {
                throw new OutOfMemoryError("room for " + rows + " rows");
            }
            return denoised;
        });
    }

    @Test
    void retriesTheSameRowsAtHalfTheBatchRemembersThatAndGrowsBack() throws Exception {
        AtomicLong now = new AtomicLong();
        List<Integer> tried = new ArrayList<>();
        AtomicInteger room = new AtomicInteger(3);
        float[] alone = alone(row(5, 2));
        try (InFlightBatcher batcher = new InFlightBatcher("narrow", roomFor(room, tried), slots(8), now::get);
                Ticket ticket = batcher.admit(interactive(9))) {
            assertArrayEquals(alone, drawEight(ticket).get(5), 0f);
            // The plug alone; then 8 do not fit, nor do 4, so 2 at a time; the second step knows.
            assertEquals(List.of(1, 8, 4, 2, 2, 2, 2, 2, 2, 2, 2), tried);

            tried.clear();
            room.set(100);
            drawEight(ticket);
            assertEquals(List.of(1, 2, 2, 2, 2, 2, 2, 2, 2), tried, "still small");

            tried.clear();
            now.addAndGet(CallWidth.RECOVERY.toNanos());
            drawEight(ticket);
            assertEquals(List.of(1, 4, 4, 4, 4), tried, "grown once");

            tried.clear();
            now.addAndGet(CallWidth.RECOVERY.toNanos());
            drawEight(ticket);
            assertEquals(List.of(1, 8, 8), tried, "grown back");
        }
    }

    /** Draws a plug of one step, so that the eight rows of two steps that come meanwhile are in one tick. */
    private static List<float[]> drawEight(Ticket ticket) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<float[]> plug = ticket.submit(new RowTask(
                () -> {
                    started.countDown();
                    awaitUninterrupted(go);
                    return new EulerTrajectory(99, 1);
                },
                Condition.NONE));
        awaitUninterrupted(started);
        List<CompletableFuture<float[]>> eight = submitAll(ticket, 8, 0, 2);
        go.countDown();
        get(plug);
        List<float[]> samples = new ArrayList<>();
        for (CompletableFuture<float[]> sample : eight) {
            samples.add(get(sample));
        }
        return samples;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void failsARowOnlyWhereNotEvenOneFits() throws Exception {
        AtomicInteger room = new AtomicInteger(0);
        List<Integer> tried = new ArrayList<>();
        try (InFlightBatcher batcher = new InFlightBatcher("none", roomFor(room, tried), slots(4));
                Ticket ticket = batcher.admit(interactive(2))) {
            BatchingException e = failure(ticket.submit(row(1, 3)));
            assertEquals(Reason.ENGINE_FAILURE, e.reason());
            assertEquals("the network ran out of memory for a single row: room for 0 rows", e.getMessage());
            assertEquals(List.of(1), tried);
            room.set(1);
            get(ticket.submit(row(1, 3)));
        }
    }

    @Test
    void guidedImagesAreTheSameWhenTheirHalvesNoLongerFitOneCall() throws Exception {
        RowTask guided = new RowTask(
                () -> new GuidedTrajectory(new EulerTrajectory(3, 6), Guidance.of(2)), Condition.ofClass(1));
        float[] roomy = alone(guided);
        List<Integer> tried = new ArrayList<>();
        try (InFlightBatcher batcher = new InFlightBatcher("halves", roomFor(new AtomicInteger(1), tried), slots(4));
                Ticket ticket = batcher.admit(interactive(1))) {
            assertArrayEquals(roomy, get(ticket.submit(guided)), 0f);
        }
        assertEquals(2, tried.get(0));
        assertEquals(1 + 12, tried.size());
    }

    @Test
    void bitwiseRunsKeepTheirShapeAndFailWithTheReason() throws Exception {
        List<Integer> tried = new ArrayList<>();
        BatcherOptions bitwise = new BatcherOptions(64, 8, true, Duration.ofSeconds(10));
        try (InFlightBatcher batcher = new InFlightBatcher("bitwise", roomFor(new AtomicInteger(4), tried), bitwise);
                Ticket ticket = batcher.admit(interactive(1))) {
            BatchingException e = failure(ticket.submit(row(1, 3)));
            assertEquals(Reason.ENGINE_FAILURE, e.reason());
            assertEquals(
                    "the network ran out of memory in a call of 8 rows, which bitwise runs must not make smaller:"
                            + " expected a maxBatch that fits: room for 4 rows",
                    e.getMessage());
        }
        assertEquals(List.of(8), tried);
    }

    private static float[] alone(RowTask task) throws Exception {
        try (InFlightBatcher batcher = new InFlightBatcher("alone", GaussianDenoiser.free(), slots(4));
                Ticket ticket = batcher.admit(interactive(1))) {
            return get(ticket.submit(task));
        }
    }
}
