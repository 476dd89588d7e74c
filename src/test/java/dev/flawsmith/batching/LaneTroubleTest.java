package dev.flawsmith.batching;

import static dev.flawsmith.batching.Requests.get;
import static dev.flawsmith.batching.Requests.interactive;
import static dev.flawsmith.batching.Requests.reason;
import static dev.flawsmith.batching.Requests.row;
import static dev.flawsmith.batching.Requests.slots;
import static dev.flawsmith.batching.Requests.submitAll;
import static dev.flawsmith.batching.Requests.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.LanedDenoiser.Call;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lanes that hang, run out of memory or answer nonsense. */
@Timeout(60)
final class LaneTroubleTest {
    private static final int STEPS = 6;
    private static final Duration CALL_LIMIT = Duration.ofMinutes(2);

    @Test
    void oneLaneHangsAndTheOtherGoesOn() throws Exception {
        AtomicLong now = new AtomicLong();
        HangingDenoiser hanging = new HangingDenoiser();
        BatcherOptions options = new BatcherOptions(64, 1 << 20, 4, false, CALL_LIMIT, Duration.ofSeconds(10));
        try (InFlightBatcher batcher = new InFlightBatcher("hangs", new LanedDenoiser(hanging, 2), options, now::get);
                Ticket ticket = batcher.admit(interactive(9))) {
            hanging.hang(1);
            List<CompletableFuture<float[]>> samples = new ArrayList<>(submitAll(ticket, 1, 0, 3));
            hanging.awaitHanging(1); // alone, on all threads
            samples.addAll(submitAll(ticket, 3, 1, 3));
            hanging.hang(1);
            hanging.release();
            hanging.awaitHanging(1); // one of the two lanes that come next
            until(() -> samples.stream().filter(CompletableFuture::isDone).count() == 2);
            now.addAndGet(CALL_LIMIT.toNanos());
            int failed = 0;
            for (CompletableFuture<float[]> sample : samples) {
                failed += sample.handle((x, e) -> e != null).get(10, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertEquals(2, failed, "rows in the call that hung");
            assertEquals(1, batcher.hungCalls());
            assertFalse(batcher.stuck());
            for (CompletableFuture<float[]> sample : submitAll(ticket, 4, 10, 3)) {
                get(sample);
            }
            hanging.release();
        }
    }

    @Test
    void aLaneThatRunsOutOfMemoryAsksForHalf() throws Exception {
        GaussianDenoiser small = GaussianDenoiser.faulty((call, denoised) -> {
            if (denoised.length > 2) {
                throw new OutOfMemoryError("no room for " + denoised.length + " rows");
            }
            return denoised;
        });
        LanedDenoiser laned = new LanedDenoiser(small, 2);
        try (InFlightBatcher batcher = new InFlightBatcher("small", laned, slots(16));
                Ticket ticket = batcher.admit(interactive(16))) {
            List<RowTask> together = IntStream.range(0, 16)
                    .mapToObj(seed -> Requests.row(seed, STEPS))
                    .toList();
            for (CompletableFuture<float[]> sample : ticket.submit(together)) {
                get(sample);
            }
            List<Integer> sizes =
                    laned.calls().stream().map(Call::rows).distinct().toList();
            assertTrue(sizes.contains(8) && sizes.contains(4) && sizes.contains(2), "found calls of " + sizes);
            int last = laned.calls().size() - 1;
            while (laned.calls().get(last).rows() <= 2) {
                last--;
            }
            assertTrue(last < 8, "nothing larger is tried for a minute, found call " + last + " of " + laned.calls());
        }
    }

    /** Memory for one call of a row at a time, which is all that is asked for. */
    @Test
    void callsThatDoNotFitBesideOneAnotherAreMadeAlone() throws Exception {
        AtomicInteger underway = new AtomicInteger();
        GaussianDenoiser small = GaussianDenoiser.free();
        Denoiser tight = new LanedDenoiser(small, 4) {
            @Override
            public float[][] denoiseInLane(DenoiserBatch batch) {
                try {
                    if (underway.incrementAndGet() > 1) {
                        throw new OutOfMemoryError("no room for a second call");
                    }
                    Thread.sleep(2);
                    return super.denoiseInLane(batch);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                } finally {
                    underway.decrementAndGet();
                }
            }
        };
        for (boolean bitwise : new boolean[] {false, true}) {
            BatcherOptions options = new BatcherOptions(64, 4, bitwise, Duration.ofSeconds(10));
            try (InFlightBatcher batcher = new InFlightBatcher("tight", tight, options);
                    Ticket ticket = batcher.admit(interactive(12))) {
                for (CompletableFuture<float[]> sample : submitAll(ticket, 12, 0, STEPS)) {
                    get(sample);
                }
            }
        }
    }

    /** What an engine must not do costs the rows of that call. */
    @Test
    void anAnswerThatIsNoneFailsItsRowsOnly() throws Exception {
        for (int lanes : new int[] {1, 2}) {
            AtomicInteger calls = new AtomicInteger();
            Denoiser broken = new LanedDenoiser(GaussianDenoiser.free(), lanes) {
                @Override
                public float[][] denoise(DenoiserBatch batch) {
                    return spoiled(super.denoise(batch));
                }

                @Override
                public float[][] denoiseInLane(DenoiserBatch batch) {
                    return spoiled(super.denoiseInLane(batch));
                }

                @SuppressWarnings("NullAway") // what is tested
                private float[][] spoiled(float[][] answer) {
                    return switch (calls.getAndIncrement()) {
                        case 0 -> null;
                        case 1 -> new float[answer.length][];
                        default -> answer;
                    };
                }
            };
            try (InFlightBatcher batcher = new InFlightBatcher("broken", broken, slots(4));
                    Ticket ticket = batcher.admit(interactive(4))) {
                for (int i = 0; i < 2; i++) {
                    assertEquals(BatchingException.Reason.ENGINE_FAILURE, reason(ticket.submit(row(i, 3))));
                }
                get(ticket.submit(row(2, 3)));
            }
        }
    }
}
