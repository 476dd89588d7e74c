package dev.flawsmith.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that an earlier version made, opened by this one: nobody's jobs are lost, and no migration changes once it is out. */
final class StoreUpgradeTest {
    @TempDir
    private Path folder;

    private String url() {
        return "jdbc:h2:" + folder.toAbsolutePath().resolve("jobs");
    }

    private FluentConfiguration schema() {
        return Flyway.configure()
                .dataSource(url(), "", "")
                .locations("classpath:dev/flawsmith/jobs/migration")
                .table("flawsmith_schema");
    }

    @Test
    void aJobOfTheFirstSchemaIsFoundAndFinished() {
        assertEquals(1, schema().target("1").load().migrate().migrationsExecuted);
        insertAsTheFirstVersionDid();
        try (Database database = new StoreLocation.Embedded(folder).open()) {
            JobStore store = new JobStore(database, InstantSource.system());
            Job job = store.claim("old").orElseThrow();
            assertEquals(4, job.attempt());
            assertEquals(1, store.release(job, JobState.PAUSED, "the disk is full"));
            Job again = store.claim("old").orElseThrow();
            JobStore.Standing standing =
                    store.finish(again, JobState.SUCCEEDED, new JobWork.Outcome(null, "{}"), Duration.ofDays(1));
            assertEquals(JobStore.Standing.OURS, standing);
            assertEquals(JobState.SUCCEEDED, store.find("old").orElseThrow().state());
        }
    }

    private void insertAsTheFirstVersionDid() {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "insert into job_owner (name, jobs) values ('line-7', 1)",
                    "insert into job (id, kind, owner, state, spec, done, total, rejected, attempt, failures, events, stored, created)"
                            + " values ('old', 'steps', 'line-7', 'queued', '{}', 2, 9, 0, 3, 1, 0, true, current_timestamp)")) {
                assertEquals(1, statement.executeUpdate(sql));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** What is out is in somebody's store, with its checksum: another text of it is refused there. Add a migration instead. */
    @Test
    void whatIsOutDoesNotChange() {
        assertEquals(1, schema().target("1").load().migrate().migrationsExecuted);
        assertEquals(-1728342691, schema().load().info().applied()[0].getChecksum());
    }
}
