package dev.flawsmith.jobs;

import dev.flawsmith.synthesis.FieldError;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the tables {@code job} and {@code job_event}, and appends to the latter. */
final class JobRows {
    private JobRows() {}

    static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getString("id"),
                row.getString("kind"),
                row.getString("owner"),
                JobState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("spec"),
                progress(row),
                row.getLong("attempt"),
                row.getString("reason"),
                row.getString("result"),
                Database.time(row, "created"),
                Database.timeOrNull(row, "started"),
                Database.timeOrNull(row, "finished"),
                Database.timeOrNull(row, "expires"));
    }

    private static JobEvent event(ResultSet row) throws SQLException {
        return new JobEvent(
                row.getLong("number"),
                row.getString("type"),
                Database.time(row, "at"),
                progress(row),
                row.getString("reason"));
    }

    private static JobProgress progress(ResultSet row) throws SQLException {
        return new JobProgress(row.getLong("done"), row.getLong("total"), row.getLong("rejected"));
    }

    static Optional<Job> find(Connection connection, String id) throws SQLException {
        return Database.query(connection, JobRows::job, "select * from job where id = ?", id).stream()
                .findFirst();
    }

    /** How many jobs are not over, by kind and state. */
    static List<JobCount> unfinished(Connection connection) throws SQLException {
        return Database.query(
                connection,
                row -> new JobCount(
                        row.getString("kind"),
                        JobState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        row.getLong("jobs")),
                "select kind, state, count(*) as jobs from job where " + JobStore.UNFINISHED + " group by kind, state");
    }

    /** The newest first; one more than the limit where there are more. */
    static List<Job> list(Connection connection, JobFilter filter) throws SQLException {
        StringBuilder sql = new StringBuilder("select * from job where 1 = 1");
        List<@Nullable Object> values = new ArrayList<>();
        String owner = filter.owner();
        if (owner != null) {
            sql.append(" and owner = ?");
            values.add(owner);
        }
        JobState state = filter.state();
        if (state != null) {
            sql.append(" and state = ?");
            values.add(state.wireName());
        }
        if (filter.kind() != null) {
            sql.append(" and kind = ?");
            values.add(filter.kind());
        }
        if (filter.after() != null) {
            Optional<Job> last = find(connection, filter.after()).filter(job -> job.isOf(owner));
            if (last.isEmpty()) {
                throw JobException.invalid(List.of(new FieldError(
                        "after", "expected the id of one of the jobs that are listed, found that of none of them")));
            }
            sql.append(" and (created < ? or (created = ? and id < ?))");
            values.add(last.get().created());
            values.add(last.get().created());
            values.add(filter.after());
        }
        sql.append(" order by created desc, id desc limit ?");
        values.add(filter.limit() + 1);
        return Database.query(connection, JobRows::job, sql.toString(), values.toArray());
    }

    static List<JobEvent> events(Connection connection, String job, long after, int limit) throws SQLException {
        return Database.query(
                connection,
                JobRows::event,
                "select * from job_event where job = ? and number > ? order by number limit ?",
                job,
                after,
                limit);
    }

    /**
     * Appends an event that tells of the job's row as it is. The caller has raised the row's {@code events} in this
     * transaction and so holds the row: events of a job become visible in the order of their numbers, on every store.
     */
    static void tell(Connection connection, String job, String type, Instant at) throws SQLException {
        Database.update(
                connection,
                "insert into job_event (job, number, type, at, done, total, rejected, reason)"
                        + " select id, events, ?, ?, done, total, rejected, reason from job where id = ?",
                type,
                at,
                job);
    }
}
