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

    JobStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
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

    /**
     * A new job, or the one that the same request made before.
     *
     * @throws JobException {@code KEY_REUSED} or {@code TOO_MANY_JOBS}
     */
    Job add(String id, JobRequest request, long total, int unfinishedPerOwner) {
        register(request.owner());
        return database.transaction(connection -> {
            // Holds the owner's row: two requests at once are counted, and compared, one after the other.
            Database.update(connection, "update job_owner set jobs = jobs + 1 where name = ?", request.owner());
            Optional<Job> before = before(connection, request);
            if (before.isPresent()) {
                return same(before.get(), request);
            }
            long unfinished = Database.query(
                            connection,
                            row -> row.getLong(1),
                            "select count(*) from job where owner = ? and " + UNFINISHED,
                            request.owner())
                    .get(0);
            if (unfinished >= unfinishedPerOwner) {
                throw new JobException(
                        JobException.Code.TOO_MANY_JOBS,
                        "expected fewer than " + unfinishedPerOwner + " unfinished jobs, found " + unfinished
                                + ": wait for one, or cancel one");
            }
            Instant now = now();
            Database.update(
                    connection,
                    "insert into job (id, kind, owner, state, spec, idempotency_key, done, total, rejected,"
                            + " attempt, failures, pauses, events, stored, created)"
                            + " values (?, ?, ?, 'queued', ?, ?, 0, ?, 0, 0, 0, 0, 1, true, ?)",
                    id,
                    request.kind(),
                    request.owner(),
                    request.spec(),
                    request.idempotencyKey(),
                    total,
                    now);
            JobRows.tell(connection, id, JobState.QUEUED.wireName(), now);
            return JobRows.find(connection, id).orElseThrow();
        });
    }

    /**
     * The job that the same request made before.
     *
     * @throws JobException {@code KEY_REUSED}
     */
    Optional<Job> before(JobRequest request) {
        return request.idempotencyKey() == null
                ? Optional.empty()
                : database.transaction(connection -> before(connection, request).map(job -> same(job, request)));
    }

    private void register(String owner) {
        try {
            int unused = database.transaction(connection -> Database.update(
                    connection,
                    "insert into job_owner (name, jobs) select ?, 0"
                            + " where not exists (select 1 from job_owner where name = ?)",
                    owner,
                    owner));
        } catch (StoreException e) {
            boolean there = database.transaction(
                    connection -> !Database.query(connection, row -> 1, "select 1 from job_owner where name = ?", owner)
                            .isEmpty());
            if (!there) { // not because another request was faster
                throw e;
            }
        }
    }

    private static Optional<Job> before(Connection connection, JobRequest request) throws SQLException {
        return request.idempotencyKey() == null
                ? Optional.empty()
                : Database.query(
                                connection,
                                JobRows::job,
                                "select * from job where owner = ? and kind = ? and idempotency_key = ?",
                                request.owner(),
                                request.kind(),
                                request.idempotencyKey())
                        .stream()
                        .findFirst();
    }

    private static Job same(Job before, JobRequest request) {
        if (!before.spec().equals(request.spec())) {
            throw new JobException(
                    JobException.Code.KEY_REUSED,
                    "Idempotency-Key: expected the body that it was first used with, found another one");
        }
        return before;
    }

    Optional<Job> find(String id) {
        return database.transaction(connection -> JobRows.find(connection, id));
    }

    List<Job> list(String owner, JobFilter filter) {
        return database.transaction(connection -> JobRows.list(connection, owner, filter));
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
        return database.transaction(connection -> {
            Instant now = now();
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
        return database.transaction(connection -> {
            Instant now = now();
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
    }

    /** Cancels a job that is not over; gives the job as it is then. */
    Optional<Job> cancel(String id, Duration keep) {
        return database.transaction(connection -> {
            Instant now = now();
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
            return JobRows.find(connection, id);
        });
    }

    /** A job's folder is gone. */
    void discarded(String id) {
        int unused = database.transaction(
                connection -> Database.update(connection, "update job set stored = false where id = ?", id));
    }
}
