package dev.flawsmith.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What jobs promise on every store where something fails: disks, engines, servers, the queue. */
abstract class FailingJobsContract extends JobsFixture {
    @Test
    void pausesForAFullDiskAndGoesOnByItself() throws Exception {
        work.failures.add(new IOException(data.toAbsolutePath().resolve("x") + ": No space left on device"));
        work.failures.add(new IOException("No space left on device"));
        Jobs open = open();
        Job done = await(open, open.submit(request(3, null)).id(), JobState.SUCCEEDED);
        assertEquals(3, done.attempt());
        assertNull(done.reason());
        List<JobEvent> paused = open.events(done, 0, 100).stream()
                .filter(event -> event.type().equals("paused"))
                .toList();
        assertEquals(
                List.of("x: No space left on device", "No space left on device"),
                paused.stream().map(JobEvent::reason).toList());
    }

    @Test
    void aFullDiskDoesNotCountAmongTheFailuresOfAnEngine() throws Exception {
        for (int i = 0; i < 4; i++) {
            work.failures.add(new IOException("No space left on device"));
        }
        work.failures.add(new IllegalStateException("once"));
        Jobs open = open();
        Job done = await(
                open, open.submit(request(3, null)).id(), job -> job.state().over());
        assertEquals(JobState.SUCCEEDED, done.state(), done.reason());
        assertEquals(6, done.attempt());
    }

    @Test
    void givesUpWhatFailsAgainAndAgainWithoutTellingTheServersSecrets() throws Exception {
        work.failures.add(new UnsatisfiedLinkError("the password is swordfish"));
        for (int i = 0; i < 4; i++) {
            work.failures.add(new IllegalStateException("the password is swordfish"));
        }
        Jobs open = open();
        Job failed = await(open, open.submit(request(3, null)).id(), JobState.FAILED);
        assertEquals(5, failed.attempt());
        assertTrue(String.valueOf(failed.reason()).contains("the server failed"), failed.reason());
    }

    /** A server that was killed leaves a claimed job and an execution whose heartbeats have ended. */
    @Test
    void takesOverWhatADeadServerLeft() throws Exception {
        String id = "0123456789abcdef0123456789abcdef";
        try (Database database = location.open()) {
            JobStore store = new JobStore(database, InstantSource.system());
            Job unused = store.add(id, request(4, null), 4, 10);
            assertEquals(1, store.claim(id).orElseThrow().attempt());
            int rows = database.transaction(connection -> Database.update(
                    connection,
                    "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,"
                            + " last_heartbeat, version) values ('job', ?, ?, true, 'dead', ?, 2)",
                    id,
                    Instant.now().minusSeconds(60),
                    Instant.now().minusMillis(100)));
            assertEquals(1, rows);
        }
        Files.createDirectories(data.resolve("jobs").resolve(id));
        Files.writeString(data.resolve("jobs").resolve(id).resolve("lines.txt"), "step 0\nstep 1\n");
        long start = System.nanoTime();
        Jobs open = open();
        Job done = await(open, id, JobState.SUCCEEDED);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertEquals(2, done.attempt());
        assertEquals(List.of("step 0", "step 1", "step 2", "step 3"), lines(id));
        assertTrue(took.compareTo(settings.takeOver().plusSeconds(3)) < 0, "took " + took);
    }

    /** A server that was killed between making a job and queueing it. */
    @Test
    void findsAJobThatNobodyQueued() throws Exception {
        try (Database database = location.open()) {
            Job unused = new JobStore(database, InstantSource.system()).add("orphan", request(1, null), 1, 10);
        }
        assertEquals(
                JobState.SUCCEEDED, await(open(), "orphan", JobState.SUCCEEDED).state());
    }

    @Test
    void aJobThatTheQueueCannotBeToldOfIsMadeAndCancelledAllTheSame() throws Exception {
        Jobs open = open();
        try (Database database = location.open()) {
            rename(database, "scheduled_tasks", "elsewhere");
            Job job = open.submit(request(1, null));
            assertEquals(JobState.QUEUED, job.state());
            assertEquals(JobState.CANCELLED, open.cancel(OWNER, job.id()).state());
            rename(database, "elsewhere", "scheduled_tasks");
        }
    }

    private static void rename(Database database, String table, String to) {
        int unused = database.transaction(
                connection -> Database.update(connection, "alter table " + table + " rename to " + to));
    }

    @Test
    void whoHasLostAJobChangesNothingMore() throws Exception {
        try (Database database = location.open()) {
            JobStore store = new JobStore(database, InstantSource.system());
            Job unused = store.add("contested", request(9, null), 9, 10);
            Job stalled = store.claim("contested").orElseThrow();
            RunningJob running = new RunningJob(stalled, store, settings, new CountDownLatch(1));
            running.progressed(1, 0);
            Job other = store.claim("contested").orElseThrow();
            assertEquals(2, other.attempt());
            JobStopped stop = assertThrows(JobStopped.class, () -> running.progressed(2, 0));
            assertEquals(JobStopped.Reason.LOST, stop.reason());
            JobWork.Outcome outcome = new JobWork.Outcome(null, "{}");
            assertEquals(JobStore.Standing.LOST, store.finish(stalled, JobState.SUCCEEDED, outcome, settings.keep()));
            store.release(stalled, JobState.PAUSED, "mine");
            Job job = store.find("contested").orElseThrow();
            assertEquals(JobState.RUNNING, job.state());
            assertEquals(1, job.progress().done());
            assertEquals(JobStore.Standing.OURS, store.finish(other, JobState.SUCCEEDED, outcome, settings.keep()));
            assertTrue(store.claim("contested").isEmpty());
        }
    }

    /** Between a server's pause and its decision to give up, another one may have gone on with the job and paused it, too. */
    @Test
    void whoHasLostAJobDoesNotGiveItUp() throws Exception {
        try (Database database = location.open()) {
            JobStore store = new JobStore(database, InstantSource.system());
            Job unused = store.add("hopeless", request(9, null), 9, 10);
            Job stalled = store.claim("hopeless").orElseThrow();
            assertEquals(1, store.fail(stalled, "the engine failed"));
            Job other = store.claim("hopeless").orElseThrow();
            assertFalse(store.giveUp(stalled, settings.keep()), "it is running again");
            assertEquals(2, store.fail(other, "the engine failed"));
            assertFalse(store.giveUp(stalled, settings.keep()), "another attempt has paused it");
            assertEquals(JobState.PAUSED, store.find("hopeless").orElseThrow().state());
            assertTrue(store.giveUp(other, settings.keep()));
            assertEquals(JobState.FAILED, store.find("hopeless").orElseThrow().state());
            assertFalse(store.giveUp(other, settings.keep()), "it is over");
        }
    }

    @Test
    void aFolderThatCannotBeDeletedKeepsNoUploads() throws Exception {
        Jobs open = open();
        Job job = open.submit(request(2, null));
        await(open, job.id(), JobState.SUCCEEDED);
        open.close();
        Path uploads = JobKinds.uploads(data.resolve("jobs").resolve(job.id()));
        Files.createDirectories(uploads);
        Files.writeString(uploads.resolve("1.png"), "which the work does not delete, nor then its folder");
        time.set(Instant.now().plus(settings.keep()).plusSeconds(1));
        Jobs later = open(time::get);
        await(later, job.id(), JobState.EXPIRED);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (Files.exists(uploads) && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertFalse(Files.exists(uploads));
    }
}
