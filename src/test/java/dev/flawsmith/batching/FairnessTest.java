package dev.flawsmith.batching;

import static dev.flawsmith.batching.Requests.batch;
import static dev.flawsmith.batching.Requests.claim;
import static dev.flawsmith.batching.Requests.interactive;
import static dev.flawsmith.batching.Requests.slots;
import static dev.flawsmith.batching.Requests.submitAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds that {@link InFlightBatcher} states, counted in ticks. */
final class FairnessTest {
    private static final int STEPS = 6;

    private final GaussianDenoiser gated = GaussianDenoiser.gated();
    private final List<AutoCloseable> open = new ArrayList<>();

    @Test
    void oneImageBesideAThousandIsDoneAfterItsOwnEvaluations() throws Exception {
        try (InFlightBatcher batcher = new InFlightBatcher("thousand", gated, slots(4))) {
            load(batcher, interactive(1000));
            gated.awaitCalls(1);

            CompletableFuture<float[]> single = single(batcher);

            assertEquals(1 + STEPS, gated.letThroughUntil(single::isDone, 100)); // 1: the tick it came in
            end();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void theLastOfManyLargeRequestsIsDoneWithinTheBound(int slots) throws Exception {
        int requests = 11;
        try (InFlightBatcher batcher = new InFlightBatcher("many", gated, slots(slots))) {
            load(batcher, interactive(1));
            gated.awaitCalls(1);
            for (int r = 1; r < requests; r++) {
                load(batcher, interactive(100));
            }
            CompletableFuture<float[]> last = single(batcher);
            for (int r = 0; r < 20; r++) {
                load(batcher, interactive(5)); // whoever comes later does not matter
            }
            int bound = ((requests + 1 + slots - 1) / slots) * STEPS;
            int ticks = gated.letThroughUntil(last::isDone, 1000);
            assertTrue(ticks <= 1 + bound, () -> "expected at most " + (1 + bound) + " ticks, found " + ticks);
            end();
        }
    }

    /** What a request is told to be ahead is what is finished by the time that its first image begins. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void asManyImagesAreFinishedBeforeARequestsFirstBeginsAsItIsTold(int slots) throws Exception {
        int requests = 3 * slots;
        try (InFlightBatcher batcher = new InFlightBatcher("ahead", gated, slots(slots))) {
            List<CompletableFuture<float[]>> others = new ArrayList<>(load(batcher, interactive(1)));
            gated.awaitCalls(1); // this one is a step before the rest
            for (int r = 1; r < requests; r++) {
                others.addAll(load(batcher, interactive(2)));
            }
            Ticket last = batcher.admit(interactive(1));
            open.add(last);
            CompletableFuture<float[]> sample = submitAll(last, 1, 1, STEPS).get(0);
            int told = last.ahead();
            assertEquals(requests + 1 - slots, told);
            for (int ahead = told; ahead > 0; ahead = last.ahead()) {
                long finished =
                        others.stream().filter(CompletableFuture::isDone).count();
                assertEquals(told, ahead + finished);
                gated.letThrough(1);
                gated.awaitCalls(1);
            }
            gated.letThroughUntil(sample::isDone, 100);
            assertEquals(0, last.ahead());
            end();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7, 16})
    void aBatchJobHasAQuarterOfTheSlotsWhileInteractiveRowsWantThemAll(int slots) throws Exception {
        try (InFlightBatcher batcher = new InFlightBatcher("quarter", gated, slots(slots))) {
            load(batcher, interactive(1));
            gated.awaitCalls(1);
            for (int r = 0; r < 20; r++) {
                load(batcher, interactive(50));
            }
            int[] batchSteps = new int[1];
            Ticket job = batcher.admit(claim(1000, Priority.BATCH, steps -> batchSteps[0] += steps));
            open.add(job);
            submitAll(job, 1000, 0, STEPS);
            gated.letThrough(1);
            gated.awaitCalls(1);
            int before = batchSteps[0];
            gated.letThrough(40);
            gated.awaitCalls(40);
            assertEquals(40 * slots / Roster.BATCH_SHARE, batchSteps[0] - before);
            end();
        }
    }

    @Test
    void interactiveRowsTakeThreeQuartersFromABatchJobAtTheNextTick() throws Exception {
        try (InFlightBatcher batcher = new InFlightBatcher("over", gated, slots(8))) {
            load(batcher, batch(1000));
            gated.awaitCalls(1);
            List<CompletableFuture<float[]>> six = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                six.add(single(batcher));
            }
            int ticks = gated.letThroughUntil(() -> six.stream().allMatch(CompletableFuture::isDone), 100);
            assertEquals(1 + STEPS, ticks);
            end();
        }
    }

    private CompletableFuture<float[]> single(InFlightBatcher batcher) {
        return load(batcher, interactive(1)).get(0);
    }

    private List<CompletableFuture<float[]>> load(InFlightBatcher batcher, Claim claim) {
        Ticket ticket = batcher.admit(claim);
        open.add(ticket);
        return submitAll(ticket, claim.images(), 1, STEPS);
    }

    private void end() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        gated.letThrough(1000);
    }
}
