package dev.flawsmith.batching;

import static dev.flawsmith.batching.Requests.batch;
import static dev.flawsmith.batching.Requests.claim;
import static dev.flawsmith.batching.Requests.get;
import static dev.flawsmith.batching.Requests.interactive;
import static dev.flawsmith.batching.Requests.reason;
import static dev.flawsmith.batching.Requests.row;
import static dev.flawsmith.batching.Requests.slots;
import static dev.flawsmith.batching.Requests.submitAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.BatchingException.Reason;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.GuidedTrajectory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InFlightBatcherTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRowHasTheSameBitsAloneInABatchAndJoiningMidway(boolean bitwise) throws Exception {
        BatcherOptions options = new BatcherOptions(64, 8, bitwise, Duration.ofSeconds(10));
        float[] alone;
        try (InFlightBatcher batcher = new InFlightBatcher("alone", GaussianDenoiser.free(), options);
                Ticket ticket = batcher.admit(interactive(1))) {
            alone = get(ticket.submit(row(7, 5)));
        }
        GaussianDenoiser gated = GaussianDenoiser.gated();
        try (InFlightBatcher batcher = new InFlightBatcher("shared", gated, options);
                Ticket first = batcher.admit(interactive(20));
                Ticket midway = batcher.admit(interactive(1))) {
            List<CompletableFuture<float[]>> batch = submitAll(first, 20, 0, 5);
            gated.awaitCalls(1);
            gated.letThrough(2);
            gated.awaitCalls(2);
            CompletableFuture<float[]> joined = midway.submit(row(7, 5));
            gated.letThrough(1000);

            assertArrayEquals(alone, get(batch.get(7)), 0f);
            assertArrayEquals(alone, get(joined), 0f);
        }
    }

    @Test
    void rowsAtDifferentLevelsShareACall() throws Exception {
        GaussianDenoiser gated = GaussianDenoiser.gated();
        try (InFlightBatcher batcher = new InFlightBatcher("levels", gated, slots(4));
                Ticket one = batcher.admit(interactive(1));
                Ticket two = batcher.admit(interactive(1))) {
            CompletableFuture<float[]> early = one.submit(row(1, 4));
            gated.awaitCalls(1);
            CompletableFuture<float[]> late = two.submit(row(2, 8));
            gated.letThrough(1000);
            get(early);
            get(late);

            assertEquals(1, gated.calls().get(0).size());
            assertArrayEquals(new double[] {7.5, 10}, gated.calls().get(1).sigma());
        }
    }

    @Test
    void tellsTheConditionAtConditionedEvaluationsOnly() throws Exception {
        GaussianDenoiser denoiser = GaussianDenoiser.free();
        try (InFlightBatcher batcher = new InFlightBatcher("conditions", denoiser, slots(4));
                Ticket ticket = batcher.admit(interactive(1))) {
            get(ticket.submit(row(2, 2)));
        }
        assertEquals(List.of(Condition.ofClass(2)), denoiser.calls().get(0).conditions());
        assertEquals(List.of(Condition.NONE), denoiser.calls().get(1).conditions());
    }

    @Test
    void padsACallByRepeatingItsFirstRow() throws Exception {
        GaussianDenoiser gated = GaussianDenoiser.gated();
        try (InFlightBatcher batcher = new InFlightBatcher("padding", gated, slots(8));
                Ticket first = batcher.admit(interactive(1));
                Ticket ticket = batcher.admit(interactive(5))) {
            CompletableFuture<float[]> plug = first.submit(row(9, 1));
            gated.awaitCalls(1);
            List<CompletableFuture<float[]>> samples = submitAll(ticket, 5, 0, 1);
            gated.letThrough(1000);
            get(plug);
            for (CompletableFuture<float[]> sample : samples) {
                get(sample);
            }
            DenoiserBatch padded = gated.calls().get(1);
            assertEquals(6, padded.size());
            assertSame(padded.x()[0], padded.x()[5]);
        }
    }

    @Test
    void padsEveryCallToTheFullBatchWhenBitwise() throws Exception {
        GaussianDenoiser denoiser = GaussianDenoiser.free();
        try (InFlightBatcher batcher =
                        new InFlightBatcher("bitwise", denoiser, new BatcherOptions(64, 8, true, Duration.ZERO));
                Ticket ticket = batcher.admit(interactive(3))) {
            for (CompletableFuture<float[]> sample : submitAll(ticket, 3, 0, 4)) {
                get(sample);
            }
        }
        denoiser.calls().forEach(call -> assertEquals(8, call.size()));
    }

    @Test
    void aCancelledRequestHasNoRowInTheNextCall() throws Exception {
        GaussianDenoiser gated = GaussianDenoiser.gated();
        try (InFlightBatcher batcher = new InFlightBatcher("cancel", gated, slots(8));
                Ticket goes = batcher.admit(interactive(4));
                Ticket stays = batcher.admit(interactive(1))) {
            CompletableFuture<float[]> kept = stays.submit(row(100, 3));
            gated.awaitCalls(1);
            List<CompletableFuture<float[]>> dropped = submitAll(goes, 4, 0, 3);
            gated.letThrough(1);
            gated.awaitCalls(1);
            assertEquals(6, gated.calls().get(1).size());
            goes.cancel();
            dropped.forEach(sample -> assertEquals(Reason.CANCELLED, reason(sample)));
            assertEquals(Reason.CANCELLED, reason(goes.submit(row(5, 3))));
            gated.letThrough(1000);
            get(kept);
            assertEquals(1, gated.calls().get(2).size());
        }
    }

    @Test
    void aRowCancelledThroughItsFutureLeavesAloneAtTheNextTick() throws Exception {
        GaussianDenoiser gated = GaussianDenoiser.gated();
        try (InFlightBatcher batcher = new InFlightBatcher("cancel-row", gated, slots(8));
                Ticket ticket = batcher.admit(interactive(2))) {
            CompletableFuture<float[]> kept = ticket.submit(row(0, 4));
            gated.awaitCalls(1);
            CompletableFuture<float[]> dropped = ticket.submit(row(1, 4));
            gated.letThrough(1);
            gated.awaitCalls(1);
            dropped.cancel(false);
            gated.letThrough(1000);
            get(kept);
            assertEquals(
                    List.of(1, 2, 1, 1),
                    gated.calls().stream().map(DenoiserBatch::size).toList());
        }
    }

    @Test
    void makesATrajectoryOnlyWhenItsRowHasASlot() throws Exception {
        AtomicInteger made = new AtomicInteger();
        GaussianDenoiser gated = GaussianDenoiser.gated();
        try (InFlightBatcher batcher = new InFlightBatcher("lazy", gated, slots(4));
                Ticket ticket = batcher.admit(batch(1000))) {
            RowTask counted = new RowTask(
                    () -> {
                        made.incrementAndGet();
                        return new EulerTrajectory(1, 2);
                    },
                    Condition.NONE);
            List<CompletableFuture<float[]>> samples =
                    Stream.generate(() -> ticket.submit(counted)).limit(1000).toList();
            gated.letThrough(20);
            gated.awaitCalls(20);
            int started = 4 * 20 / 2; // four slots, two evaluations a row
            assertTrue(made.get() <= started + 4, () -> "expected at most " + (started + 4) + ", found " + made);
            assertFalse(samples.get(999).isDone());
            ticket.cancel();
            gated.letThrough(1000);
        }
    }

    @Test
    void reportsAsManyStepsAsItsRowsFinished() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        try (InFlightBatcher batcher = new InFlightBatcher("steps", GaussianDenoiser.free(), slots(4));
                Ticket ticket = batcher.admit(claim(6, Priority.INTERACTIVE, steps::addAndGet))) {
            for (CompletableFuture<float[]> sample : submitAll(ticket, 6, 0, 5)) {
                get(sample);
            }
            assertEquals(30, steps.get());
        }
    }

    @Test
    void refusesMoreImagesThanItHasPlacesForUntilSomeAreFinished() throws Exception {
        BatcherOptions options = new BatcherOptions(10, 4, false, Duration.ofSeconds(10));
        try (InFlightBatcher batcher = new InFlightBatcher("full", GaussianDenoiser.free(), options)) {
            Ticket ticket = batcher.admit(interactive(8));
            assertEquals(
                    Reason.QUEUE_FULL,
                    assertThrows(BatchingException.class, () -> batcher.admit(interactive(3)))
                            .reason());
            ticket.finishImage();
            assertEquals(7, batcher.images());
            batcher.admit(interactive(3)).close();
            ticket.close();
            ticket.close();
            assertEquals(0, batcher.images());
        }
    }

    @Test
    void refusesMoreRowsAtOnceThanClaimed() throws Exception {
        GaussianDenoiser gated = GaussianDenoiser.gated();
        try (InFlightBatcher batcher = new InFlightBatcher("claim", gated, slots(4));
                Ticket ticket = batcher.admit(interactive(1))) {
            CompletableFuture<float[]> sample = ticket.submit(row(1, 1));
            assertThrows(IllegalStateException.class, () -> ticket.submit(row(2, 1)));
            assertFalse(sample.isDone());
            gated.letThrough(10);
            get(sample);
        }
    }

    private static RowTask guided(long seed, int steps) {
        return new RowTask(
                () -> new GuidedTrajectory(new EulerTrajectory(seed, steps), Guidance.of(2)),
                Condition.ofClass((int) (seed % 3)));
    }

    @Test
    void idleSlotsTakeTheSecondHalfOfGuidance() throws Exception {
        GaussianDenoiser lonely = GaussianDenoiser.free();
        float[] alone;
        try (InFlightBatcher batcher = new InFlightBatcher("alone", lonely, slots(4));
                Ticket ticket = batcher.admit(interactive(1))) {
            alone = get(ticket.submit(guided(3, 6)));
        }
        assertEquals(6, lonely.calls().size(), "one call a step, both halves in it");
        assertTrue(lonely.calls().stream().allMatch(call -> call.size() == 2));

        GaussianDenoiser busy = GaussianDenoiser.gated();
        try (InFlightBatcher batcher = new InFlightBatcher("busy", busy, slots(4));
                Ticket ticket = batcher.admit(interactive(4))) {
            List<CompletableFuture<float[]>> samples = Stream.of(3L, 4L, 5L, 6L)
                    .map(seed -> ticket.submit(guided(seed, 6)))
                    .toList();
            busy.letThrough(1000);
            assertArrayEquals(alone, get(samples.get(0)), 0f);
            for (CompletableFuture<float[]> sample : samples) {
                get(sample);
            }
        }
        assertTrue(busy.calls().stream().allMatch(call -> call.size() <= 4));
    }

    @Test
    void aRowWhoseFirstHalfIsRefusedFailsOnceAndAlone() throws Exception {
        GaussianDenoiser faulty = GaussianDenoiser.faulty((call, denoised) -> {
            denoised[0][5] = Float.NaN;
            return denoised;
        });
        try (InFlightBatcher batcher = new InFlightBatcher("faulty", faulty, slots(4));
                Ticket ticket = batcher.admit(interactive(1))) {
            assertEquals(Reason.ENGINE_FAILURE, reason(ticket.submit(guided(1, 3))));
        }
        assertEquals(1, faulty.calls().size());
    }
}
