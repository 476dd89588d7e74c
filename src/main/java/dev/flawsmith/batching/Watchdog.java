package dev.flawsmith.batching;

import dev.flawsmith.batching.BatchingException.Reason;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes network calls on a thread that it can do without. The batcher's thread asks for one call at a time and looks
 * around while it waits; a call that is not back in time is given up: its thread is interrupted (which native code does
 * not hear), left alone, and replaced by a new one at the next call. The late answer reaches nobody.
 *
 * <p>The new thread's call runs beside the hung one, as {@link dev.flawsmith.model.Denoiser} allows. Once {@link
 * #MOST_HUNG} calls hang at the same time the engine counts as stuck: no further call is made until one of them returns,
 * so that a broken engine costs so many threads and no more.
 *
 * <p>{@link #call} is for one thread; the rest is thread-safe.
 */
final class Watchdog implements AutoCloseable {
    /** Calls hanging at once that make an engine stuck: one can be bad luck. */
    static final int MOST_HUNG = 2;
    /** How often the waiting thread looks around. */
    static final Duration LOOK = Duration.ofMillis(25);

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    private final String name;
    private final Duration limit;
    private final LongSupplier nanoTime;
    private ExecutorService thread;
    private int hung; // guarded by this

    /** @param limit how long a call may take, by {@code nanoTime} */
    Watchdog(String name, Duration limit, LongSupplier nanoTime) {
        this.name = name;
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.thread = newThread();
    }

    private ExecutorService newThread() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "engine-" + name);
            made.setDaemon(true); // a call that never returns must not keep the process alive
            return made;
        });
    }

    /** A call, and whether somebody still waits for it. */
    private final class Call implements Runnable {
        private final FutureTask<float[][]> answer;
        private boolean returned; // guarded by the watchdog
        private boolean givenUp; // guarded by the watchdog

        Call(Supplier<float[][]> network) {
            this.answer = new FutureTask<>(network::get);
        }

        @Override
        public void run() {
            answer.run();
            returned(this);
        }
    }

    /**
     * Makes a call and waits for it.
     *
     * @param meanwhile runs every {@link #LOOK} while the call is under way, on the calling thread
     * @param hurry whether to give the call up at once; asked as often
     * @throws BatchingException {@code ENGINE_FAILURE} if the call was given up, {@code ENGINE_STUCK} if none was made
     * @throws InterruptedException if the waiting thread was interrupted; the call is given up
     */
    float[][] call(Supplier<float[][]> network, Runnable meanwhile, BooleanSupplier hurry) throws InterruptedException {
        if (stuck()) {
            throw stuckException();
        }
        Call call = new Call(network);
        long start = nanoTime.getAsLong();
        thread.execute(call);
        while (true) {
            try {
                return call.answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw unchecked(e.getCause());
            } catch (InterruptedException e) {
                giveUp(call);
                throw e;
            } catch (TimeoutException e) {
                look(meanwhile, call);
                boolean late = nanoTime.getAsLong() - start >= limit.toNanos();
                if ((late || hurry.getAsBoolean()) && giveUp(call)) {
                    throw new BatchingException(
                            Reason.ENGINE_FAILURE,
                            late
                                    ? "the network hung: expected a call to return within " + limit
                                            + "; its answer will be dropped"
                                    : "the network was still busy at the end of the batcher");
                }
            }
        }
    }

    private void look(Runnable meanwhile, Call call) {
        try {
            meanwhile.run();
        } catch (RuntimeException | Error e) { // whoever waited is gone: the next call must not queue behind this one
            giveUp(call);
            throw e;
        }
    }

    /** Whether so many calls hang that none is made. */
    synchronized boolean stuck() {
        return hung >= MOST_HUNG;
    }

    /** Calls that were given up and have not returned. */
    synchronized int hung() {
        return hung;
    }

    BatchingException stuckException() {
        return new BatchingException(
                Reason.ENGINE_STUCK,
                "the engine of " + name + " is stuck: " + MOST_HUNG + " network calls have not returned within " + limit
                        + "; images are drawn again once one of them does");
    }

    /** False if it has returned by now: then its answer is there. */
    private synchronized boolean giveUp(Call call) {
        if (call.returned) {
            return false;
        }
        call.givenUp = true;
        hung++;
        log.error("a network call of {} was given up; calls that hang: {}", name, hung);
        thread.shutdownNow();
        thread = newThread();
        return true;
    }

    private synchronized void returned(Call call) {
        call.returned = true;
        if (call.givenUp) {
            hung--;
            log.warn("a network call of {} returned that was given up; calls that hang: {}", name, hung);
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    /** Joins the thread, which has no call: the threads of hung calls end with these. */
    @Override
    public void close() {
        thread.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true; // no call is under way: the thread ends by itself
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
