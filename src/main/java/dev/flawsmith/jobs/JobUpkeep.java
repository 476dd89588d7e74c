package dev.flawsmith.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is done for all jobs from time to time, by any server: expiry, and what kills have left between two steps. Thread-safe. */
final class JobUpkeep {
    private final Database database;
    private final JobStore store;

    JobUpkeep(Database database, JobStore store) {
        this.database = database;
        this.store = store;
    }

    /** Jobs that are not over: each needs an execution. */
    List<String> unfinished() {
        return database.transaction(connection ->
                Database.query(connection, row -> row.getString(1), "select id from job where " + JobStore.UNFINISHED));
    }

    /** Marks the jobs whose time is over, and forgets those that were marked for as long again. */
    void expire(Duration keep) {
        Instant now = store.now();
        List<String> due = database.transaction(connection -> Database.query(
                connection,
                row -> row.getString(1),
                "select id from job where expires <= ? and state in ('succeeded', 'failed', 'cancelled')",
                now));
        for (String id : due) {
            int unused = database.transaction(connection -> {
                int changed = Database.update(
                        connection,
                        "update job set state = 'expired', result = null, events = events + 1"
                                + " where id = ? and state <> 'expired'",
                        id);
                if (changed > 0) {
                    JobRows.tell(connection, id, JobState.EXPIRED.wireName(), now);
                }
                return changed;
            });
        }
        int unused = database.transaction(connection -> Database.update(
                connection,
                "delete from job where state = 'expired' and not stored and expires <= ?",
                now.minus(keep)));
    }

    /** Expired jobs whose folder may still be there. */
    List<Job> leftovers() {
        return database.transaction(connection ->
                Database.query(connection, JobRows::job, "select * from job where state = 'expired' and stored"));
    }

    /** Executions that a process left which is gone for sure: no other one can have had the store open. */
    void releaseAll() {
        int unused = database.transaction(connection -> Database.update(
                connection,
                "update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,"
                        + " version = version + 1 where picked"));
    }
}
