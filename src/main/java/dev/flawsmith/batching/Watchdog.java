package dev.flawsmith.batching;

import dev.flawsmith.batching.BatchingException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes network calls on threads that it can do without. The batcher's thread starts as many at once as it has lanes and
 * looks after them; a call that is not back in time is given up: its thread is interrupted (which native code does not
 * hear) and left alone, and another takes its place. The late answer reaches nobody.
 *
 * <p>Further calls run beside the hung one, as {@link dev.flawsmith.model.Denoiser} allows. Once more calls hang than there
 * are lanes the engine counts as stuck: one stall, which can be bad luck, holds up every lane. No further call is made until
 * so many have returned that no more hang than there are lanes; a broken engine costs two threads a lane at most.
 *
 * <p>{@link #start} and {@link #close} are for one thread; the rest is thread-safe.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    private final String name;
    private final int mostHung;
    private final Duration limit;
    private final LongSupplier nanoTime;
    private final Deque<ExecutorService> idle = new ArrayDeque<>(); // guarded by this
    private int hung; // guarded by this

    /**
     * @param lanes most calls under way at once
     * @param limit how long a call may take, by {@code nanoTime}
     */
    Watchdog(String name, int lanes, Duration limit, LongSupplier nanoTime) {
        this.name = name;
        this.mostHung = lanes + 1;
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** A call, and whether somebody still waits for it. */
    final class Call {
        private final FutureTask<float[][]> answer;
        private final ExecutorService thread;
        private final Runnable whenReturned;
        private final long startNanos = nanoTime.getAsLong();
        private long tookNanos; // guarded by the watchdog
        private boolean returned; // guarded by the watchdog
        private boolean givenUp; // guarded by the watchdog

        private Call(Supplier<float[][]> network, ExecutorService thread, Runnable whenReturned) {
            this.answer = new FutureTask<>(network::get);
            this.thread = thread;
            this.whenReturned = whenReturned;
        }

        private void run() {
            answer.run();
            if (stillWanted(this)) {
                whenReturned.run();
            }
        }

        /** Whether it has returned, with an answer or a failure. */
        boolean returned() {
            synchronized (Watchdog.this) {
                return returned;
            }
        }

        /** The answer of a call that has returned; throws what the network threw. */
        float[][] answer() {
            try {
                return answer.get();
            } catch (ExecutionException e) {
                throw unchecked(e.getCause());
            } catch (InterruptedException e) {
                throw new IllegalStateException("expected a call that has returned", e);
            }
        }

        /** Whether it should have returned by now. */
        boolean late() {
            return nanoTime.getAsLong() - startNanos >= limit.toNanos();
        }

        /** Time from its start to its return, or until now. */
        Duration took() {
            synchronized (Watchdog.this) {
                return Duration.ofNanos(returned ? tookNanos : nanoTime.getAsLong() - startNanos);
            }
        }

        /** Leaves it alone; false if it has returned by now: then its answer is there. */
        boolean giveUp() {
            return Watchdog.this.giveUp(this);
        }
    }

    /**
     * Starts a call.
     *
     * @param whenReturned runs on the call's thread once it has returned, unless it was given up
     * @throws BatchingException {@code ENGINE_STUCK} if none is made
     */
    Call start(Supplier<float[][]> network, Runnable whenReturned) {
        ExecutorService thread;
        synchronized (this) {
            if (stuck()) {
                throw stuckException();
            }
            thread = idle.isEmpty() ? newThread() : idle.pop();
        }
        Call call = new Call(network, thread, whenReturned);
        thread.execute(call::run);
        return call;
    }

    private ExecutorService newThread() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "engine-" + name);
            made.setDaemon(true); // a call that never returns must not keep the process alive
            return made;
        });
    }

    /** Whether so many calls hang that none is made. */
    synchronized boolean stuck() {
        return hung >= mostHung;
    }

    /** Calls that were given up and have not returned. */
    synchronized int hung() {
        return hung;
    }

    BatchingException stuckException() {
        return new BatchingException(
                Reason.ENGINE_STUCK,
                "the engine of " + name + " is stuck: " + hung() + " network calls have not returned within " + limit
                        + "; images are drawn again once no more than " + (mostHung - 1) + " of them hang");
    }

    /** Why the rows of a call that was given up fail. */
    BatchingException hungException(boolean late) {
        return new BatchingException(
                Reason.ENGINE_FAILURE,
                late
                        ? "the network hung: expected a call to return within " + limit + "; its answer will be dropped"
                        : "the network was still busy at the end of the batcher");
    }

    private synchronized boolean giveUp(Call call) {
        if (call.returned) {
            return false;
        }
        call.givenUp = true;
        hung++;
        log.error("a network call of {} was given up; calls that hang: {}", name, hung);
        call.thread.shutdownNow();
        return true;
    }

    /** A call has returned: whether it was not given up, so that its thread can make another. */
    private synchronized boolean stillWanted(Call call) {
        call.tookNanos = nanoTime.getAsLong() - call.startNanos;
        call.returned = true;
        if (call.givenUp) {
            hung--;
            log.warn("a network call of {} returned that was given up; calls that hang: {}", name, hung);
            return false;
        }
        idle.push(call.thread);
        return true;
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    /** Joins the threads, which have no call: those of hung calls end with these. */
    @Override
    public void close() {
        Deque<ExecutorService> threads;
        synchronized (this) {
            threads = new ArrayDeque<>(idle);
            idle.clear();
        }
        threads.forEach(ExecutorService::shutdown);
        boolean interrupted = false;
        while (!threads.isEmpty()) {
            try {
                if (threads.peek().awaitTermination(1, TimeUnit.MINUTES)) {
                    threads.pop();
                }
            } catch (InterruptedException e) {
                interrupted = true; // no call is under way: the threads end by themselves
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
