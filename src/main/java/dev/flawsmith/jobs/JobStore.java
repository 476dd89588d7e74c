package dev.flawsmith.jobs;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The jobs' rows and how they change, each change in one transaction with the event that tells of it. Every change by whoever works
 * on a job names its attempt, and does nothing once another one has claimed it. Thread-safe.
 */
final class JobStore {
    static final String UNFINISHED = "state in ('queued', 'running', 'paused')";
    private static final String HELD = " where id = ? and attempt = ? and state = 'running'";

    private final Database database;
    private final InstantSource clock;
    private final NewJobs newJobs;
    private final JobListener listener;

    JobStore(Database database, InstantSource clock) {
        this(database, clock, JobListener.NONE);
    }

    /** @param listener hears of every job that is over, once that is written down */
    JobStore(Database database, InstantSource clock, JobListener listener) {
        this.database = database;
        this.clock = clock;
        this.newJobs = new NewJobs(database);
        this.listener = listener;
    }

    /** Whether a job is still its worker's. */
    enum Standing {
        OURS,
        CANCELLED,
        LOST
    }

    /** What stores keep of a time, so that what is written is what is read. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** See {@link NewJobs#add}. */
    Job add(String id, JobRequest request, long total, int unfinishedPerOwner) {
        return newJobs.add(id, request, total, unfinishedPerOwner, now());
    }

    /** See {@link NewJobs#before}. */
    Optional<Job> before(JobRequest request) {
        return newJobs.before(request);
    }

    /** The job that an owner's key was used for. */
    Optional<Job> keyed(String owner, String kind, String idempotencyKey) {
        return newJobs.keyed(owner, kind, idempotencyKey);
    }

    /** How many jobs are not over, by kind and state; where there are none, nothing. */
    List<JobCount> unfinished() {
        return database.transaction(JobRows::unfinished);
    }

    Optional<Job> find(String id) {
        return database.transaction(connection -> JobRows.find(connection, id));
    }

    List<Job> list(JobFilter filter) {
        return database.transaction(connection -> JobRows.list(connection, filter));
    }

    List<JobEvent> events(String job, long after, int limit) {
        return database.transaction(connection -> JobRows.events(connection, job, after, limit));
    }

    /** Takes a job; empty if there is nothing to do for it. From here on every older attempt has lost it. */
    Optional<Job> claim(String id) {
        return database.transaction(connection -> {
            Instant now = now();
            int taken = Database.update(
                    connection,
                    "update job set state = 'running', attempt = attempt + 1, rejected = 0, reason = null,"
                            + " started = coalesce(started, ?), events = events + 1 where id = ? and " + UNFINISHED,
                    now,
                    id);
            if (taken == 0) {
                return Optional.empty();
            }
            JobRows.tell(connection, id, JobState.RUNNING.wireName(), now);
            return JobRows.find(connection, id);
        });
    }

    /** Writes down how far a job is, and says whether it is still its worker's. */
    Standing progress(Job held, JobProgress progress, boolean tell) {
        return database.transaction(connection -> {
            int changed = Database.update(
                    connection,
                    "update job set failures = case when done < ? then 0 else failures end,"
                            + " pauses = case when done < ? then 0 else pauses end,"
                            + " done = ?, rejected = ?, events = events + ?" + HELD,
                    progress.done(),
                    progress.done(),
                    progress.done(),
                    progress.rejected(),
                    tell ? 1 : 0,
                    held.id(),
                    held.attempt());
            if (changed == 0) {
                return standing(connection, held);
            }
            if (tell) {
                JobRows.tell(connection, held.id(), JobEvent.PROGRESS, now());
            }
            return Standing.OURS;
        });
    }

    private static Standing standing(Connection connection, Job held) throws SQLException {
        return JobRows.find(connection, held.id())
                .filter(job -> job.attempt() == held.attempt())
                .map(job -> job.state() == JobState.CANCELLED ? Standing.CANCELLED : Standing.LOST)
                .orElse(Standing.LOST);
    }

    /** Ends a job that succeeded or failed. */
    Standing finish(Job held, JobState state, JobWork.Outcome outcome, Duration keep) {
        Instant now = now();
        Standing found = database.transaction(connection -> {
            int changed = Database.update(
                    connection,
                    "update job set state = ?, reason = ?, result = ?, done = case when ? then total else done end,"
                            + " finished = ?, expires = ?, events = events + 1" + HELD,
                    state.wireName(),
                    outcome.failure(),
                    outcome.result(),
                    state == JobState.SUCCEEDED,
                    now,
                    now.plus(keep),
                    held.id(),
                    held.attempt());
            if (changed == 0) {
                return standing(connection, held);
            }
            JobRows.tell(connection, held.id(), state.wireName(), now);
            return Standing.OURS;
        });
        if (found == Standing.OURS) {
            tell(held, state, now);
        }
        return found;
    }

    private void tell(Job job, JobState state, Instant now) {
        Instant started = job.started();
        listener.finished(job.kind(), state, started == null ? null : Duration.between(started, now));
    }

    /** Lets go of a job that has not ended, and not by its own fault: paused, or back in the queue. Gives its pauses in a row. */
    int release(Job held, JobState state, String reason) {
        return release(held, state, reason, 0);
    }

    /** Pauses a job for what may be its own fault. Gives its pauses in a row. */
    int fail(Job held, String reason) {
        return release(held, JobState.PAUSED, reason, 1);
    }

    private int release(Job held, JobState state, String reason, int failures) {
        return database.transaction(connection -> {
            int changed = Database.update(
                    connection,
                    "update job set state = ?, reason = ?, failures = failures + ?, pauses = pauses + ?,"
                            + " events = events + 1" + HELD,
                    state.wireName(),
                    reason,
                    failures,
                    state == JobState.PAUSED ? 1 : 0,
                    held.id(),
                    held.attempt());
            if (changed > 0) {
                JobRows.tell(connection, held.id(), state.wireName(), now());
            }
            List<Integer> pauses =
                    Database.query(connection, row -> row.getInt(1), "select pauses from job where id = ?", held.id());
            return pauses.isEmpty() ? 0 : pauses.get(0);
        });
    }

    /** Failures since the last image of what may be the job's own fault. */
    int failures(String id) {
        return database.transaction(connection ->
                Database.query(connection, row -> row.getInt(1), "select failures from job where id = ?", id).stream()
                        .findFirst()
                        .orElse(0));
    }

    /** Fails a job that this attempt has paused, for the reason that it is paused; false if another attempt has it by now. */
    boolean giveUp(Job paused, Duration keep) {
        Instant now = now();
        boolean failed = database.transaction(connection -> {
            int changed = Database.update(
                    connection,
                    "update job set state = 'failed', finished = ?, expires = ?, events = events + 1"
                            + " where id = ? and attempt = ? and state = 'paused'",
                    now,
                    now.plus(keep),
                    paused.id(),
                    paused.attempt());
            if (changed > 0) {
                JobRows.tell(connection, paused.id(), JobState.FAILED.wireName(), now);
            }
            return changed > 0;
        });
        if (failed) {
            tell(paused, JobState.FAILED, now);
        }
        return failed;
    }

    /** Cancels a job that is not over; gives the job as it is then. */
    Optional<Job> cancel(String id, Duration keep) {
        Instant now = now();
        Cancelled cancelled = database.transaction(connection -> {
            int changed = Database.update(
                    connection,
                    "update job set state = 'cancelled', reason = null, finished = ?, expires = ?, events = events + 1"
                            + " where id = ? and " + UNFINISHED,
                    now,
                    now.plus(keep),
                    id);
            if (changed > 0) {
                JobRows.tell(connection, id, JobState.CANCELLED.wireName(), now);
            }
            return new Cancelled(changed > 0, JobRows.find(connection, id));
        });
        if (cancelled.now()) {
            cancelled.job().ifPresent(job -> tell(job, JobState.CANCELLED, now));
        }
        return cancelled.job();
    }

    private record Cancelled(boolean now, Optional<Job> job) {}

    /** A job's folder is gone. */
    void discarded(String id) {
        int unused = database.transaction(
                connection -> Database.update(connection, "update job set stored = false where id = ?", id));
    }
}
