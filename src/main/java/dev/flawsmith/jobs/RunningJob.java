package dev.flawsmith.jobs;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job while this server works on it: writes its progress down and makes sure that it is still this server's. Guarantee: no
 * {@link #progressed} returns later than {@code confirm} after the store last said so; while the store cannot be reached the run waits
 * here. One thread.
 */
final class RunningJob implements JobWatch {
    private static final Logger log = LoggerFactory.getLogger(RunningJob.class);
    /** Progress events of a job: one a second at most, and then one for so much of the whole, or after so long. */
    private static final long EVENTS = 500;

    private static final Duration SLOWEST_EVENTS = Duration.ofSeconds(30);

    private final Job job;
    private final JobStore store;
    private final JobSettings settings;
    private final CountDownLatch stopping;
    private JobProgress latest;
    private long confirmed = System.nanoTime();
    private JobProgress told;
    private long toldAt = confirmed;

    /** @param job just claimed */
    RunningJob(Job job, JobStore store, JobSettings settings, CountDownLatch stopping) {
        this.job = job;
        this.store = store;
        this.settings = settings;
        this.stopping = stopping;
        this.latest = job.progress();
        this.told = latest;
    }

    @Override
    public void progressed(long done, long rejected) {
        latest = new JobProgress(done, Math.max(done, latest.total()), rejected);
        if (stopping.getCount() == 0) {
            throw new JobStopped(JobStopped.Reason.SHUTDOWN);
        }
        if (System.nanoTime() - confirmed >= settings.confirm().toNanos()) {
            confirm();
        }
    }

    /** Writes the latest progress down. */
    void confirm() {
        boolean tell = worthTelling();
        require(patiently(() -> store.progress(job, latest, tell)));
        confirmed = System.nanoTime();
        if (tell) {
            told = latest;
            toldAt = confirmed;
        }
    }

    private boolean worthTelling() {
        long parts = latest.done() - told.done();
        return parts * EVENTS >= latest.total()
                || (System.nanoTime() - toldAt >= SLOWEST_EVENTS.toNanos() && !latest.equals(told));
    }

    static void require(JobStore.Standing standing) {
        if (standing != JobStore.Standing.OURS) {
            throw new JobStopped(
                    standing == JobStore.Standing.CANCELLED ? JobStopped.Reason.CANCELLED : JobStopped.Reason.LOST);
        }
    }

    /**
     * Asks the store until it answers.
     *
     * @throws JobStopped if the server stops first
     */
    <T> T patiently(Supplier<T> question) {
        for (int failures = 1; ; failures++) {
            try {
                return question.get();
            } catch (StoreException e) {
                Duration wait = settings.retry(failures);
                log.warn("job {} waits {} for its store: {}", job.id(), wait, e.getMessage());
                if (stops(wait)) {
                    throw new JobStopped(JobStopped.Reason.SHUTDOWN);
                }
            }
        }
    }

    private boolean stops(Duration wait) {
        try {
            return stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
