package dev.flawsmith.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A signal to stop (SIGTERM, Ctrl-C): asks a run to end, and the process waits until it has, for its native code would be torn
 * down under it otherwise.
 */
final class StopSignal {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    /**
     * Listens for it, until {@link #ended()}.
     *
     * @param stop asks the run to end; returns at once
     * @param limit how long the process waits for it
     */
    StopSignal(Runnable stop, Duration limit) {
        hook = new Thread(() -> stop(stop, limit), "stop-training");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop(Runnable stop, Duration limit) {
        stop.run();
        try {
            if (!ended.await(limit.toSeconds(), TimeUnit.SECONDS)) {
                Thread.currentThread().interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The run has ended: nothing is listened for, and a process that waits goes on. */
    void ended() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The signal came: the hook is what asked the run to stop.
        }
    }
}
