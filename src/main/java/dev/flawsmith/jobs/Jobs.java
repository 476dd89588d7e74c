package dev.flawsmith.jobs;

import dev.flawsmith.jobs.JobException.Code;
import dev.flawsmith.synthesis.FieldError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of a store: made, seen, cancelled; and this server's part of the work on them.
 * Thread-safe. Close it to stop working; what is unfinished is gone on with when a server opens the store again.
 */
public final class Jobs implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Jobs.class);
    private static final int ID_BYTES = 16;
    private static final long CARE_SECONDS = 30;
    private static final String AWAY = "the store of the jobs cannot be reached";

    private final Database database;
    private final JobStore store;
    private final JobUpkeep upkeep;
    private final JobKinds kinds;
    private final JobQueue queue;
    private final JobSettings settings;
    private final UploadDesk uploads;
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService care = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "jobs-care");
        thread.setDaemon(true);
        return thread;
    });

    private Jobs(Database database, JobStore store, JobKinds kinds, JobSettings settings, String server) {
        this.database = database;
        this.store = store;
        this.upkeep = new JobUpkeep(database, store);
        this.kinds = kinds;
        this.settings = settings;
        this.uploads = new UploadDesk(kinds, store, database.shared(), this::submit);
        this.queue = new JobQueue(database, new JobRunner(store, kinds, settings), settings, server);
    }

    /**
     * Opens a store and begins to work on what is there.
     *
     * @param kinds what jobs can do
     * @param server names this server in the store, unlike all others
     * @throws RuntimeException if the store cannot be opened
     */
    static Jobs open(StoreLocation location, JobKinds kinds, JobSettings settings, InstantSource clock, String server) {
        return open(location, kinds, settings, clock, server, JobListener.NONE);
    }

    static Jobs open(
            StoreLocation location,
            JobKinds kinds,
            JobSettings settings,
            InstantSource clock,
            String server,
            JobListener listener) {
        Database database = location.open();
        try {
            JobStore store = new JobStore(database, clock, listener);
            Jobs jobs = new Jobs(database, store, kinds, settings, server);
            if (!database.shared()) {
                jobs.upkeep.releaseAll();
            }
            jobs.queue.start();
            var unused = jobs.care.scheduleWithFixedDelay(jobs::takeCare, 0, CARE_SECONDS, TimeUnit.SECONDS);
            return jobs;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * A new job, or the one that the same request with the same key made before.
     *
     * @throws JobException {@code INVALID_REQUEST}, {@code KEY_REUSED}, {@code TOO_MANY_JOBS} or {@code STORE_UNAVAILABLE}
     */
    public Job submit(JobRequest request) {
        return submit(newId(), request);
    }

    /** With the id of a folder that its uploads are in already. */
    Job submit(String id, JobRequest request) {
        JobWork work = kinds.of(request.kind());
        Optional<Job> before = asked(() -> store.before(request));
        if (before.isPresent()) { // whatever has become of its sources and of the disk since
            return before.get();
        }
        long total = work.check(request.spec(), kinds.folder(id));
        requireUsable(work, request);
        return asked(() -> {
            Job job = store.add(id, request, total, settings.unfinishedPerOwner());
            if (job.id().equals(id)) {
                queued(id, queue::add);
            }
            return job;
        });
    }

    /** What is committed stands, whether or not the queue hears of it: the upkeep and the job's next execution see to it. */
    private static void queued(String id, Consumer<String> change) {
        try {
            change.accept(id);
        } catch (RuntimeException e) {
            log.warn("the queue could not be told of job {}; it finds out by itself: {}", id, e.toString());
        }
    }

    private void requireUsable(JobWork work, JobRequest request) {
        List<FieldError> errors = new ArrayList<>();
        work.uses(request.spec()).forEach((field, id) -> {
            try {
                Job used = find(request.owner(), id);
                JobFiles unused = files(used);
                work.checkUse(used);
            } catch (JobException e) {
                if (e.code() == Code.STORE_UNAVAILABLE) {
                    throw e;
                }
                errors.add(new FieldError(field, String.valueOf(e.getMessage())));
            } catch (IllegalArgumentException e) {
                errors.add(new FieldError(field, String.valueOf(e.getMessage())));
            }
        });
        if (!errors.isEmpty()) {
            throw JobException.invalid(errors);
        }
    }

    /**
     * Begins to take uploads for a new job. The caller closes what it gets, whatever happens.
     *
     * @throws JobException {@code INVALID_REQUEST} if jobs of this kind take none, {@code STORE_UNAVAILABLE}
     */
    public JobUpload upload(String kind) {
        return uploads.begin(newId(), kind);
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * An owner's job; anybody's without an owner.
     *
     * @throws JobException {@code NOT_FOUND} or {@code STORE_UNAVAILABLE}
     */
    public Job find(@Nullable String owner, String id) {
        return asked(() -> store.find(id).filter(job -> job.isOf(owner)).orElseThrow(() -> notFound(id)));
    }

    private static JobException notFound(String id) {
        String shown = id.length() > 40 ? id.substring(0, 40) + "…" : id;
        return new JobException(Code.NOT_FOUND, "expected the id of a job, found none of " + shown);
    }

    /** The newest first. */
    public JobPage list(JobFilter filter) {
        List<Job> found = asked(() -> store.list(filter));
        boolean more = found.size() > filter.limit();
        return new JobPage(more ? found.subList(0, filter.limit()) : found, more);
    }

    /** Why no jobs are taken, as far as the latest request has shown; empty where they are. */
    Optional<String> trouble() {
        return database.away() ? Optional.of(AWAY) : Optional.empty();
    }

    /** How many jobs of the store are not over, by kind and state. */
    List<JobCount> unfinished() {
        return asked(store::unfinished);
    }

    /**
     * What happened to a job after an event, in order; the caller has found the job as one who may.
     *
     * @param after the number of the last event that is known, 0 for none
     * @param limit most events, at least 1
     */
    public List<JobEvent> events(Job job, long after, int limit) {
        return asked(() -> store.events(job.id(), after, limit));
    }

    /**
     * Cancels a job, unless it is over; gives it as it is then. Its server notices at the next image.
     *
     * @throws JobException {@code NOT_FOUND} or {@code STORE_UNAVAILABLE}
     */
    public Job cancel(@Nullable String owner, String id) {
        Job found = find(owner, id);
        return asked(() -> {
            Job job = store.cancel(id, settings.keep()).orElseThrow(() -> notFound(id));
            if (!found.state().over()) {
                queued(id, queue::hasten);
            }
            return job;
        });
    }

    /**
     * A finished job's files.
     *
     * @throws JobException {@code NOT_READY} while it is not finished, {@code EXPIRED} once they are deleted
     */
    public JobFiles files(Job job) {
        if (job.state() == JobState.EXPIRED) {
            throw new JobException(Code.EXPIRED, "expected a job whose files are kept, found one that expired");
        }
        if (job.state() != JobState.SUCCEEDED) {
            throw new JobException(
                    Code.NOT_READY,
                    "expected a job that has succeeded, found one that is "
                            + job.state().wireName());
        }
        return new JobFiles(kinds.of(job.kind()).files(kinds.folder(job.id())));
    }

    static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreException e) {
            log.warn("the jobs' store failed: {}", e.getMessage());
            throw new JobException(Code.STORE_UNAVAILABLE, AWAY + "; try again later", e);
        }
    }

    /** Puts jobs back whose server was killed between two steps, and deletes what has expired. */
    private void takeCare() {
        takeCare("jobs without an execution", () -> upkeep.unfinished().forEach(queue::add));
        takeCare("expired jobs", () -> upkeep.expire(settings.keep()));
        takeCare("files of expired jobs", () -> {
            for (Job job : upkeep.leftovers()) {
                takeCare("files of expired job " + job.id(), () -> {
                    kinds.of(job.kind()).discard(kinds.folder(job.id()));
                    store.discarded(job.id());
                });
            }
        });
        takeCare("uploads", uploads::tidy);
    }

    /** One of many things, none of which keeps the others from being done. */
    private static void takeCare(String what, Care step) {
        try {
            step.take();
        } catch (StoreException | IOException | UncheckedIOException e) {
            log.warn("{} could not be looked after; it is tried again: {}", what, e.toString());
        } catch (RuntimeException | Error e) {
            log.error("{} could not be looked after; it is tried again", what, e);
        }
    }

    /** Part of the upkeep. */
    @FunctionalInterface
    private interface Care {
        void take() throws IOException;
    }

    /** Lets the jobs that this server works on come to a consistent point, then gives them back. */
    @Override
    public void close() {
        care.shutdown(); // not interrupted: see the store's URL
        queue.close();
        try {
            boolean ended = care.awaitTermination(CARE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                log.warn("the jobs are still being looked after; the store closes all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}
