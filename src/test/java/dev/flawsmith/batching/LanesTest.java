package dev.flawsmith.batching;

import static dev.flawsmith.batching.Requests.claim;
import static dev.flawsmith.batching.Requests.get;
import static dev.flawsmith.batching.Requests.interactive;
import static dev.flawsmith.batching.Requests.row;
import static dev.flawsmith.batching.Requests.slots;
import static dev.flawsmith.batching.Requests.submitAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.LanedDenoiser.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several calls under way at once. */
@Timeout(60)
final class LanesTest {
    private static final int STEPS = 6;

    private final GaussianDenoiser gated = GaussianDenoiser.gated();

    @Test
    void rowsAreSpreadOverTheLanesAndOneLaneGoesOnWhileAnotherIsInTheNetwork() throws Exception {
        LanedDenoiser laned = new LanedDenoiser(gated, 2);
        try (InFlightBatcher batcher = new InFlightBatcher("two", laned, slots(8));
                Ticket ticket = batcher.admit(interactive(6))) {
            List<CompletableFuture<float[]>> samples = new ArrayList<>(submitAll(ticket, 1, 0, STEPS));
            gated.awaitCalls(1); // alone on all threads
            samples.addAll(submitAll(ticket, 5, 1, STEPS));
            gated.letThrough(1);
            gated.awaitCalls(2); // both lanes, and neither has returned
            assertEquals(List.of(new Call(1, true), new Call(3, false), new Call(3, false)), laned.calls());
            for (int call = 0; call < 4; call++) {
                gated.letThrough(1);
                gated.awaitCalls(1); // the next of the lane that returned; the other still waits
            }
            assertEquals(2, laned.most());
            gated.letThrough(1000);
            for (CompletableFuture<float[]> sample : samples) {
                get(sample);
            }
        }
    }

    @Test
    void rowsThatAreSubmittedTogetherJoinTogether() throws Exception {
        for (int lanes : new int[] {1, 2}) {
            GaussianDenoiser closed = GaussianDenoiser.gated();
            LanedDenoiser laned = new LanedDenoiser(closed, lanes);
            try (InFlightBatcher batcher = new InFlightBatcher("together", laned, slots(16));
                    Ticket ticket = batcher.admit(interactive(12))) {
                List<CompletableFuture<float[]>> samples = ticket.submit(
                        IntStream.range(0, 12).mapToObj(i -> row(i, STEPS)).toList());
                closed.awaitCalls(lanes);
                Call call = new Call(12 / lanes, lanes == 1);
                assertEquals(Collections.nCopies(lanes, call), laned.calls());
                closed.letThrough(1000);
                for (int i = 0; i < 12; i++) {
                    assertArrayEquals(alone(row(i, STEPS)), get(samples.get(i)), 0f);
                }
                assertThrows(
                        IllegalStateException.class,
                        () -> ticket.submit(Collections.nCopies(13, row(1, STEPS))),
                        "more than claimed");
            }
        }
    }

    private static float[] alone(RowTask task) throws Exception {
        try (InFlightBatcher batcher = new InFlightBatcher("alone", GaussianDenoiser.free(), slots(1));
                Ticket ticket = batcher.admit(interactive(1))) {
            return get(ticket.submit(task));
        }
    }

    @Test
    void aNewcomerWaitsForTheFirstCallToReturnAndNotForAll() throws Exception {
        LanedDenoiser laned = new LanedDenoiser(gated, 2);
        try (InFlightBatcher batcher = new InFlightBatcher("newcomer", laned, slots(8));
                Ticket ticket = batcher.admit(interactive(3))) {
            submitAll(ticket, 1, 0, 1000);
            gated.awaitCalls(1);
            submitAll(ticket, 1, 1, 1000);
            gated.letThrough(1);
            gated.awaitCalls(2);
            submitAll(ticket, 1, 2, 1000);
            gated.letThrough(1);
            gated.awaitCalls(1); // the lane that returned; the other is where it was
            assertEquals(
                    List.of(new Call(1, true), new Call(1, false), new Call(1, false), new Call(2, false)),
                    laned.calls());
            ticket.cancel();
            gated.letThrough(1000);
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 2, 2, false", "3, 2, 3, true", "6, 3, 2, false", "2, 3, 2, true"})
    void bitwiseCallsHaveOneShapeThatIsTheLanesShareWhereItIsEven(int slots, int lanes, int rows, boolean wide)
            throws Exception {
        LanedDenoiser laned = new LanedDenoiser(GaussianDenoiser.free(), lanes);
        BatcherOptions bitwise = new BatcherOptions(64, slots, true, Duration.ofSeconds(10));
        try (InFlightBatcher batcher = new InFlightBatcher("bitwise", laned, bitwise);
                Ticket ticket = batcher.admit(interactive(11))) {
            for (CompletableFuture<float[]> sample : submitAll(ticket, 11, 0, STEPS)) {
                get(sample);
            }
            assertEquals(
                    List.of(new Call(rows, wide)),
                    laned.calls().stream().distinct().toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 2", "8, 3", "16, 16", "4, 5"})
    void aRowsSampleDoesNotDependOnTheLanes(int slots, int lanes) throws Exception {
        LanedDenoiser laned = new LanedDenoiser(GaussianDenoiser.free(), lanes);
        try (InFlightBatcher one = new InFlightBatcher("one", GaussianDenoiser.free(), slots(slots));
                InFlightBatcher many = new InFlightBatcher("many", laned, slots(slots));
                Ticket ticket = one.admit(interactive(40));
                Ticket inLanes = many.admit(interactive(40))) {
            List<CompletableFuture<float[]>> expected = submitAll(ticket, 40, 0, STEPS);
            List<CompletableFuture<float[]>> found = submitAll(inLanes, 40, 0, STEPS);
            for (int i = 0; i < 40; i++) {
                assertArrayEquals(get(expected.get(i)), get(found.get(i)), 0f);
            }
            int widest = laned.calls().stream().mapToInt(Call::rows).max().orElseThrow();
            assertTrue(widest <= slots, "found a call of " + widest + " rows");
            assertTrue(laned.most() <= lanes, "found " + laned.most() + " calls at once");
        }
    }

    /** The bound that {@link InFlightBatcher} states; a tick is a call of every lane. */
    @ParameterizedTest
    @CsvSource({"4, 2", "6, 3"})
    void theLastOfManyLargeRequestsIsDoneWithinTheBound(int slots, int lanes) throws Exception {
        int requests = 11;
        List<Ticket> open = new ArrayList<>();
        try (InFlightBatcher batcher = new InFlightBatcher("fair", new LanedDenoiser(gated, lanes), slots(slots))) {
            open.add(batcher.admit(interactive(1)));
            submitAll(open.get(0), 1, 1, STEPS);
            gated.awaitCalls(1);
            for (int r = 1; r <= requests; r++) {
                open.add(batcher.admit(interactive(100)));
                submitAll(open.get(r), r < requests ? 100 : 1, 1, STEPS);
            }
            Ticket last = open.get(requests);
            int before = gated.calls().size();
            CompletableFuture<float[]> sample = submitAll(last, 1, 5, STEPS).get(0);
            gated.letThrough(1); // the first, alone on all threads
            gated.awaitCalls(lanes); // from here on every lane is at the gate whenever one is let through
            int calls = 1 + gated.letThroughUntil(sample::isDone, 10_000);
            int bound = lanes * (1 + ((requests + 2 + slots - 1) / slots) * 2 * STEPS); // two rows of this one
            assertTrue(
                    calls <= bound, () -> "expected at most " + bound + " calls, found " + calls + " after " + before);
            open.forEach(Ticket::close);
            gated.letThrough(1000);
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 2", "2, 2", "6, 2", "6, 3", "7, 2"})
    void aBatchJobKeepsItsQuarterOfTheSlots(int slots, int lanes) throws Exception {
        int[] batchSteps = new int[1];
        List<Ticket> open = new ArrayList<>();
        try (InFlightBatcher batcher = new InFlightBatcher("quarter", new LanedDenoiser(gated, lanes), slots(slots))) {
            open.add(batcher.admit(interactive(1)));
            submitAll(open.get(0), 1, 1, STEPS);
            gated.awaitCalls(1);
            for (int r = 1; r <= 20; r++) {
                open.add(batcher.admit(interactive(50)));
                submitAll(open.get(r), 50, 1, STEPS);
            }
            Ticket job = batcher.admit(claim(1000, Priority.BATCH, steps -> batchSteps[0] += steps));
            open.add(job);
            submitAll(job, 1000, 0, STEPS);
            gated.letThrough(1);
            gated.awaitCalls(lanes);
            for (int call = 0; call < 40 * lanes; call++) {
                gated.letThrough(1);
                gated.awaitCalls(1);
            }
            assertEquals(40.0 * slots / Roster.BATCH_SHARE, batchSteps[0], slots, "steps of the batch job");
            open.forEach(Ticket::close);
            gated.letThrough(1000);
        }
    }

    @Test
    void fewerRowsThanLanesShareOneCall() {
        try (InFlightBatcher batcher = new InFlightBatcher("tickets", GaussianDenoiser.free(), slots(8));
                Ticket ticket = batcher.admit(interactive(4))) {
            LanePlan plan = LanePlan.of(3, slots(8));
            for (int rows = 1; rows <= 4; rows++) {
                List<Row> dealt = Stream.generate(() -> new Row(ticket, row(1, 1)))
                        .limit(rows)
                        .toList();
                Tick tick = plan.tick(dealt, 0, true, List.of());
                assertEquals(rows < 3, tick.wide());
                assertEquals(rows < 3 ? rows : rows == 3 ? 1 : 2, tick.slots().size());
                dealt.get(0).underway(true);
                Tick beside = plan.tick(dealt, 1, false, List.of());
                assertFalse(beside.wide(), "all threads are not free");
                assertFalse(beside.slots().contains(dealt.get(0)));
                assertEquals(rows == 1 ? 0 : rows < 4 ? 1 : 2, beside.slots().size());
                assertEquals(
                        rows < 3 ? 0 : rows == 3 ? 1 : 2,
                        plan.tick(dealt, 1, true, List.of()).slots().size(),
                        "few rows wait");
            }
        }
    }
}
