package dev.flawsmith.synthesis;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A model's own few threads; what is queued is bounded by the images that were admitted. */
final class Workers implements Executor, AutoCloseable {
    private final ExecutorService pool;

    Workers(String model, int threads) {
        AtomicInteger number = new AtomicInteger();
        this.pool = Executors.newFixedThreadPool(
                threads, work -> new Thread(work, "worker-" + model + "-" + number.incrementAndGet()));
    }

    /** @throws RejectedExecutionException after {@link #close()} */
    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    /** Finishes what is queued and joins the threads. */
    @Override
    public void close() {
        pool.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true; // queued work is short and bounded
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
