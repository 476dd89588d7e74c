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
import java.util.concurrent.Semaphore;
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
        Held lane = new Held();
        Held whole = new Held();
        Denoiser laned = new TurnTaking(new Working(lane, 2), turns, Duration.ofMinutes(1));
        Denoiser other = new TurnTaking(new Working(whole, 2), turns, Duration.ofMinutes(1));
        Thread first = new Thread(() -> laned.denoiseInLane(BATCH));
        first.start();
        lane.entered.acquire();
        Thread second = new Thread(() -> other.denoise(BATCH));
        second.start();
        assertFalse(whole.entered.tryAcquire(100, TimeUnit.MILLISECONDS), "a lane is under way");
        lane.release.release();
        assertTrue(whole.entered.tryAcquire(30, TimeUnit.SECONDS));
        Thread third = new Thread(() -> laned.denoiseInLane(BATCH));
        third.start();
        assertFalse(lane.entered.tryAcquire(100, TimeUnit.MILLISECONDS), "a whole call is under way");
        whole.release.release();
        assertTrue(lane.entered.tryAcquire(30, TimeUnit.SECONDS));
        lane.release.release();
        for (Thread thread : List.of(first, second, third)) {
            thread.join();
        }
    }

    /** The lanes of others would go on in what is left for ever, and never wait long enough to notice. */
    @Test
    void aHungLaneIsLeftAloneByThoseThatNeverWaitForIt() throws InterruptedException {
        Held hung = new Held();
        Denoiser hanging = new TurnTaking(new Working(hung, 2), turns, Duration.ofMillis(50));
        Thread thread = new Thread(() -> hanging.denoiseInLane(BATCH));
        thread.start();
        hung.entered.acquire();
        Thread.sleep(60);
        CyclicBarrier both = new CyclicBarrier(2);
        Denoiser working = new TurnTaking(
                new Working(
                        () -> {
                            try {
                                both.await(30, TimeUnit.SECONDS); // both lanes at once, beside the hung one
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        2),
                turns,
                Duration.ofMillis(50));
        Thread lane = new Thread(() -> working.denoiseInLane(BATCH));
        lane.start();
        working.denoiseInLane(BATCH);
        lane.join();
        hung.release.release();
        thread.join();
    }

    /** Tells that it was entered, and stays until it is let go. */
    private static final class Held implements Runnable {
        private final Semaphore entered = new Semaphore(0);
        private final Semaphore release = new Semaphore(0);

        @Override
        public void run() {
            entered.release();
            release.acquireUninterruptibly();
        }
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
