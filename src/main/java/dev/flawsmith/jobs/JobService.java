package dev.flawsmith.jobs;

import dev.flawsmith.jobs.JobException.Code;
import dev.flawsmith.synthesis.ModelListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's jobs, opened on a thread of their own: a start does not wait for the store, and a store that cannot be reached does not
 * keep images from being served. Tried again until it is open. Thread-safe.
 */
public final class JobService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobService.class);
    /** How long a request waits for a store that is just being opened. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MOST_WAITING = 8;

    private final StoreLocation location;
    private final JobKinds kinds;
    private final JobSettings settings;
    private final String server = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private final Thread opening;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private boolean wanted;
    private boolean closed;
    private @Nullable Jobs open;
    private @Nullable String trouble;
    private int waiting;

    private volatile JobListener listener = JobListener.NONE;

    private JobService(StoreLocation location, JobKinds kinds, JobSettings settings, Duration delay) {
        this.location = location;
        this.kinds = kinds;
        this.settings = settings;
        this.opening = new Thread(() -> open(delay), "jobs-opening");
        opening.setDaemon(true);
    }

    /**
     * Begins.
     *
     * @param data where the jobs' folders are; there, and shared by all servers of a store
     * @param works what jobs can do
     * @param delay until the store is opened, unless somebody asks before
     */
    public static JobService start(
            StoreLocation location, Path data, List<JobWork> works, JobSettings settings, Duration delay) {
        JobService service = new JobService(location, new JobKinds(data, works), settings, delay);
        service.opening.start();
        return service;
    }

    /**
     * The jobs, once the store is open.
     *
     * @throws JobException {@code STORE_UNAVAILABLE} with the reason, if it is not
     */
    public Jobs jobs() {
        lock.lock();
        try {
            wanted = true;
            changed.signalAll();
            awaitOpening();
            if (open != null) {
                return open;
            }
            throw new JobException(
                    Code.STORE_UNAVAILABLE,
                    closed
                            ? "the server is shutting down"
                            : trouble == null ? "the store of the jobs is being opened" : trouble);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobException(Code.STORE_UNAVAILABLE, "the server is shutting down", e);
        } finally {
            lock.unlock();
        }
    }

    /** Kinds of jobs that there are. */
    public Set<String> kinds() {
        return kinds.names();
    }

    /**
     * How many jobs are not over, by kind and state; empty where the store is not open or does not answer. Does not wait for it to be
     * opened, nor has it opened.
     */
    public Optional<List<JobCount>> unfinished() {
        Jobs jobs;
        lock.lock();
        try {
            jobs = open;
        } finally {
            lock.unlock();
        }
        try {
            return jobs == null ? Optional.empty() : Optional.of(jobs.unfinished());
        } catch (JobException e) {
            return Optional.empty();
        }
    }

    /** Why no jobs are taken at the moment, as last seen; empty where they are, or the store was not opened yet. Does not wait. */
    public Optional<String> trouble() {
        lock.lock();
        try {
            return open == null ? Optional.ofNullable(trouble) : open.trouble();
        } finally {
            lock.unlock();
        }
    }

    /** Has it told of jobs that are over from now on; one listener at a time. */
    public void listen(JobListener next) {
        listener = next;
    }

    /** Has the models that jobs open tell of what they do, as those of single requests do. */
    public void listenToModels(ModelListener next) {
        kinds.all().forEach(work -> work.listen(next));
    }

    private void finished(String kind, JobState state, @Nullable Duration took) {
        listener.finished(kind, state, took);
    }

    /** Only so many wait, each with a thread: the rest are told at once. */
    private void awaitOpening() throws InterruptedException {
        if (waiting >= MOST_WAITING) {
            return;
        }
        waiting++;
        try {
            long nanos = PATIENCE.toNanos();
            while (open == null && trouble == null && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            waiting--;
        }
    }

    private void open(Duration delay) {
        try {
            if (closedWithin(delay, true)) {
                return;
            }
            for (int failures = 1; ; failures++) {
                Jobs jobs = tryToOpen();
                if (settle(jobs) || closedWithin(settings.retry(failures), false)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Jobs tryToOpen() {
        try {
            kinds.prepare();
            return Jobs.open(location, kinds, settings, InstantSource.system(), server, this::finished);
        } catch (IOException | RuntimeException e) {
            String reason = reason(e);
            log.warn("{}; it is tried again ({})", reason, root(e).getMessage());
            log.debug("the store at {} does not open", location, e);
            lock.lock();
            try {
                trouble = reason;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            return null;
        }
    }

    /** Takes jobs that were opened, or closes them where nobody wants them any more; false if there are none. */
    private boolean settle(@Nullable Jobs jobs) {
        if (jobs == null) {
            return false;
        }
        boolean late;
        lock.lock();
        try {
            late = closed;
            open = late ? null : jobs;
            trouble = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (late) {
            jobs.close();
        }
        return true;
    }

    /** Waits, at most until somebody asks where that counts; whether the service was closed meanwhile. */
    private boolean closedWithin(Duration limit, boolean unlessWanted) throws InterruptedException {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            while (!closed && !(unlessWanted && wanted) && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private String reason(Exception failure) {
        Throwable root = root(failure);
        String message = String.valueOf(root.getMessage());
        if (location instanceof StoreLocation.Embedded && message.contains("lock")) {
            return "the store of the jobs is in use by another server: give each its own folder (serve --data DIR), or"
                    + " let them share a database (serve --db URL)";
        }
        return "the store of the jobs cannot be opened: " + root.getClass().getSimpleName();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Stops working; see {@link Jobs#close()}. */
    @Override
    public void close() {
        Jobs jobs;
        lock.lock();
        try {
            closed = true;
            jobs = open;
            open = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (jobs != null) {
            jobs.close();
        }
        try {
            opening.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
