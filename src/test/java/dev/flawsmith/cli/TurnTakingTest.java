package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.ImageShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnTakingTest {
    private static final DenoiserBatch BATCH = new DenoiserBatch(
            new float[1][4], new double[] {1}, new double[] {1}, new double[1], List.of(Condition.NONE));

    private final TurnTaking.Turns turns = new TurnTaking.Turns();

    /** A network that runs what it is given. */
    private record Working(Runnable work, int lanes) implements Denoiser {
        Working(Runnable work) {
            this(work, 1);
        }

        @Override
        public ImageShape shape() {
            return new ImageShape(1, 2, 2);
        }

        @Override
        public float[][] denoise(DenoiserBatch batch) {
            work.run();
            return batch.x();
        }

        @Override
        public String engine() {
            return "test";
        }

        @Override
        public void close() {}
    }

    @Test
    void networksNeverWorkAtOnce() throws InterruptedException {
        AtomicInteger working = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Denoiser network = new TurnTaking(
                    new Working(() -> {
                        most.accumulateAndGet(working.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        working.decrementAndGet();
                    }),
                    turns,
                    Duration.ofMinutes(1));
            threads.add(new Thread(() -> {
                for (int call = 0; call < 200; call++) {
                    network.denoise(BATCH);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(1, most.get());
    }

    /** Lanes of any network fill the machine together. */
    @Test
    void asManyLanesWorkAtOnceAsThereAre() throws InterruptedException {
        CyclicBarrier both = new CyclicBarrier(2);
        Runnable lane = () -> {
            try {
                both.await(30, TimeUnit.SECONDS); // would time out if one waited for the other
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        Denoiser one = new TurnTaking(new Working(lane, 2), turns, Duration.ofMinutes(1));
        Denoiser other = new TurnTaking(new Working(lane, 2), turns, Duration.ofMinutes(1));
        assertEquals(2, one.lanes());
        Thread thread = new Thread(() -> calls(() -> one.denoiseInLane(BATCH)));
        thread.start();
        calls(() -> other.denoiseInLane(BATCH));
        thread.join();
        assertEquals(0, both.getNumberWaiting());
        assertFalse(both.isBroken());
    }

    @Test
    void aWholeCallHasTheMachineAlone() throws InterruptedException {
        AtomicInteger working = new AtomicInteger();
        AtomicInteger beside = new AtomicInteger();
        Runnable lane = () -> {
            working.incrementAndGet();
            Thread.onSpinWait();
            working.decrementAndGet();
        };
        Denoiser laned = new TurnTaking(new Working(lane, 2), turns, Duration.ofMinutes(1));
        Denoiser whole =
                new TurnTaking(new Working(() -> beside.addAndGet(working.get()), 2), turns, Duration.ofMinutes(1));
        List<Thread> threads = List.of(
                new Thread(() -> calls(() -> laned.denoiseInLane(BATCH))),
                new Thread(() -> calls(() -> laned.denoiseInLane(BATCH))),
                new Thread(() -> calls(() -> whole.denoise(BATCH))));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, beside.get());
    }

    private static void calls(Runnable call) {
        for (int i = 0; i < 100; i++) {
            call.run();
        }
    }

    @Test
    void aHungCallHoldsTheOthersUpOnce() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Denoiser hung = new TurnTaking(
                new Working(() -> {
                    hanging.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }),
                turns,
                Duration.ofMinutes(1));
        Thread thread = new Thread(() -> hung.denoise(BATCH));
        thread.start();
        assertTrue(hanging.await(30, TimeUnit.SECONDS));
        AtomicInteger calls = new AtomicInteger();
        new TurnTaking(new Working(calls::incrementAndGet), turns, Duration.ofMillis(1)).denoise(BATCH);
        new TurnTaking(new Working(calls::incrementAndGet), turns, Duration.ofDays(1)).denoise(BATCH);
        assertEquals(2, calls.get());
        release.countDown();
        thread.join();
    }
}
