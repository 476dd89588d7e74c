package dev.flawsmith.jobs;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** How a request becomes a row: once for every idempotency key, and only so many unfinished ones of an owner. Thread-safe. */
final class NewJobs {
    private final Database database;

    NewJobs(Database database) {
        this.database = database;
    }

    /**
     * A new job, or the one that the same request made before.
     *
     * @throws JobException {@code KEY_REUSED} or {@code TOO_MANY_JOBS}
     */
    Job add(String id, JobRequest request, long total, int unfinishedPerOwner, Instant now) {
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
                            "select count(*) from job where owner = ? and " + JobStore.UNFINISHED,
                            request.owner())
                    .get(0);
            if (unfinished >= unfinishedPerOwner) {
                throw new JobException(
                        JobException.Code.TOO_MANY_JOBS,
                        "expected fewer than " + unfinishedPerOwner + " unfinished jobs, found " + unfinished
                                + ": wait for one, or cancel one");
            }
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

    /** The job that an owner's key was used for, whatever its request was. */
    Optional<Job> keyed(String owner, String kind, String idempotencyKey) {
        return database.transaction(connection -> keyed(connection, owner, kind, idempotencyKey));
    }

    private static Optional<Job> before(Connection connection, JobRequest request) throws SQLException {
        return request.idempotencyKey() == null
                ? Optional.empty()
                : keyed(connection, request.owner(), request.kind(), request.idempotencyKey());
    }

    private static Optional<Job> keyed(Connection connection, String owner, String kind, String idempotencyKey)
            throws SQLException {
        return Database.query(
                        connection,
                        JobRows::job,
                        "select * from job where owner = ? and kind = ? and idempotency_key = ?",
                        owner,
                        kind,
                        idempotencyKey)
                .stream()
                .findFirst();
    }

    private static Job same(Job before, JobRequest request) {
        if (!before.spec().equals(request.spec())) {
            throw keyReused();
        }
        return before;
    }

    static JobException keyReused() {
        return new JobException(
                JobException.Code.KEY_REUSED,
                "Idempotency-Key: expected the body that it was first used with, found another one");
    }
}
