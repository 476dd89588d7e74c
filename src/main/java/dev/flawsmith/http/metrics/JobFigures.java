package dev.flawsmith.http.metrics;

import dev.flawsmith.jobs.JobCount;
import dev.flawsmith.jobs.JobListener;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.JobState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Figures of jobs: those that are not over as the store has them at a scrape, of all servers; those that are over as this server
 * sees them end. Thread-safe.
 */
final class JobFigures implements JobListener, AutoCloseable {
    private static final List<JobState> UNFINISHED = List.of(JobState.QUEUED, JobState.RUNNING, JobState.PAUSED);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String KIND = "kind";
    private static final String STATE = "state";
    private static final Duration[] BUCKETS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        Duration.ofHours(10)
    };

    private final MeterRegistry registry;
    private final Supplier<Optional<List<JobCount>>> counts;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "jobs-figures");
        made.setDaemon(true);
        return made;
    });
    private CompletableFuture<Optional<List<JobCount>>> asking =
            CompletableFuture.completedFuture(Optional.empty()); // guarded by this
    private volatile @Nullable List<JobCount> latest;

    JobFigures(MeterRegistry registry, JobService jobs) {
        this.registry = registry;
        this.counts = jobs::unfinished;
        for (String kind : jobs.kinds()) {
            for (JobState state : UNFINISHED) {
                Gauge.builder("flawsmith.jobs", this, figures -> figures.count(kind, state))
                        .description(
                                "Jobs that are not over, of all servers of the store; NaN while it does not answer")
                        .tag(KIND, kind)
                        .tag(STATE, state.wireName())
                        .register(registry);
            }
        }
    }

    /** Asks the store, once for all that is told afterwards; a scrape does not wait longer than {@link #PATIENCE} for it. */
    synchronized void read() {
        if (asking.isDone()) { // or it hangs, and nobody else shall
            asking = CompletableFuture.supplyAsync(counts, thread);
        }
        try {
            latest = asking.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).orElse(null);
        } catch (TimeoutException | ExecutionException e) {
            latest = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            latest = null;
        }
    }

    private double count(String kind, JobState state) {
        List<JobCount> all = latest;
        return all == null
                ? Double.NaN
                : all.stream()
                        .filter(each -> each.kind().equals(kind) && each.state() == state)
                        .mapToLong(JobCount::jobs)
                        .sum();
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    @Override
    public void finished(String kind, JobState state, @Nullable Duration took) {
        Counter.builder("flawsmith.jobs.finished")
                .description("Jobs that succeeded, failed or were cancelled on this server")
                .tag(KIND, kind)
                .tag(STATE, state.wireName())
                .register(registry)
                .increment();
        if (took != null) {
            Timer.builder("flawsmith.job.duration")
                    .description("From the first attempt at a job to its end")
                    .tag(KIND, kind)
                    .tag(STATE, state.wireName())
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry)
                    .record(took.isNegative() ? Duration.ZERO : took); // clocks of two servers
        }
    }
}
