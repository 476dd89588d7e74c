package dev.flawsmith.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.jobs.JobException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs promise on every store. */
abstract class JobsContract {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String OWNER = "line-7";

    @TempDir
    Path data;

    private StoreLocation location;
    private JobSettings settings = TestSettings.fast();
    private StepWork work = StepWork.free();
    private @Nullable Jobs jobs;
    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());

    /** An empty store. */
    abstract StoreLocation fresh(Path folder) throws Exception;

    @BeforeEach
    void locate() throws Exception {
        location = fresh(data);
    }

    @AfterEach
    void close() {
        work.permit(1000);
        if (jobs != null) {
            jobs.close();
        }
    }

    private Jobs open() {
        return open(InstantSource.system());
    }

    private Jobs open(InstantSource clock) {
        jobs = Jobs.open(location, kinds(), settings, clock, "test-" + System.nanoTime());
        return jobs;
    }

    private JobKinds kinds() {
        JobKinds kinds = new JobKinds(data, List.of(work));
        try {
            kinds.prepare();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return kinds;
    }

    private static JobRequest request(int steps, @Nullable String key) {
        return new JobRequest(StepWork.KIND, OWNER, StepWork.spec(steps), key);
    }

    private static Job await(Jobs jobs, String id, Predicate<Job> condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        Job job = jobs.find(OWNER, id);
        while (!condition.test(job)) {
            assertTrue(System.nanoTime() < end, "in " + LIMIT + ": " + job + jobs.events(job, 0, 100));
            Thread.sleep(10);
            job = jobs.find(OWNER, id);
        }
        return job;
    }

    private static Job await(Jobs jobs, String id, JobState state) throws InterruptedException {
        return await(jobs, id, job -> job.state() == state);
    }

    private List<String> lines(String id) throws IOException {
        return Files.readAllLines(data.resolve("jobs").resolve(id).resolve("lines.txt"));
    }

    @Test
    void doesAJobAndTellsAllThatHappened() throws Exception {
        Jobs open = open();
        Job job = open.submit(request(5, null));
        assertEquals(JobState.QUEUED, job.state());
        assertTrue(job.id().matches("[0-9a-f]{32}"), job.id());
        Job done = await(open, job.id(), JobState.SUCCEEDED);
        assertEquals(new JobProgress(5, 5, 0), done.progress());
        assertEquals("{\"lines\":5}", done.result());
        assertEquals(1, done.attempt());
        assertEquals(Objects.requireNonNull(done.finished()).plus(settings.keep()), done.expires());
        List<JobEvent> events = open.events(done, 0, 100);
        for (int i = 0; i < events.size(); i++) {
            assertEquals(i + 1, events.get(i).number());
            assertEquals(i == events.size() - 1, events.get(i).last());
        }
        List<String> types = events.stream().map(JobEvent::type).toList();
        assertEquals(List.of("queued", "running"), types.subList(0, 2));
        assertTrue(types.contains("progress"), types.toString());
        assertEquals(types.indexOf("succeeded"), types.size() - 1);
        assertEquals(events.subList(2, events.size()), open.events(done, 2, 100));
        List<String> names = new ArrayList<>();
        open.files(done).forEach((entry, file) -> names.add(entry.path() + " " + entry.bytes()));
        assertEquals(List.of("lines.txt 35"), names);
        assertTrue(open.files(done).find("lines.txt").isPresent());
        for (String path :
                List.of("../" + job.id() + "/lines.txt", "", "/lines.txt", "lines.txt/", ".", "no", "\ud800")) {
            assertTrue(open.files(done).find(path).isEmpty(), path);
        }
    }

    @Test
    void aRequestSentAgainIsTheSameJob() throws Exception {
        Jobs open = open();
        Job first = open.submit(request(3, "key"));
        assertEquals(first.id(), open.submit(request(3, "key")).id());
        await(open, first.id(), JobState.SUCCEEDED);
        assertEquals(first.id(), open.submit(request(3, "key")).id());
        JobException other = assertThrows(JobException.class, () -> open.submit(request(4, "key")));
        assertEquals(Code.KEY_REUSED, other.code());
        Job others = open.submit(new JobRequest(StepWork.KIND, "line-8", StepWork.spec(4), "key"));
        assertNotEquals(first.id(), others.id());
        work.full = true;
        assertEquals(first.id(), open.submit(request(3, "key")).id());
        assertThrows(JobException.class, () -> open.submit(request(3, "another")));
        work.full = false;
        assertNotEquals(
                open.submit(request(3, null)).id(),
                open.submit(request(3, null)).id());
    }

    @Test
    void anOwnerHasAsManyUnfinishedJobsAsAllowedHoweverManyAskAtOnce() throws Exception {
        settings = settings.withUnfinishedPerOwner(3);
        work = StepWork.gated();
        Jobs open = open();
        List<CompletableFuture<Integer>> asked = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            asked.add(CompletableFuture.supplyAsync(() -> {
                try {
                    Job unused = open.submit(request(1, null));
                    return 1;
                } catch (JobException e) {
                    assertEquals(Code.TOO_MANY_JOBS, e.code());
                    return 0;
                }
            }));
        }
        assertEquals(3, asked.stream().mapToInt(CompletableFuture::join).sum());
        work.permit(3);
        for (Job job : open.list(OWNER, new JobFilter(null, null, null, 10)).jobs()) {
            await(open, job.id(), JobState.SUCCEEDED);
        }
        assertEquals(JobState.QUEUED, open.submit(request(0, null)).state());
    }

    @Test
    void ownersSeeTheirOwnJobsNewestFirstPageByPage() throws Exception {
        Jobs open = open();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(0, open.submit(request(1, null)).id());
            await(open, ids.get(0), JobState.SUCCEEDED);
        }
        Job others = open.submit(new JobRequest(StepWork.KIND, "line-8", StepWork.spec(1), null));
        assertEquals(
                Code.NOT_FOUND,
                assertThrows(JobException.class, () -> open.find(OWNER, others.id()))
                        .code());
        assertThrows(JobException.class, () -> open.cancel(OWNER, others.id()));
        List<String> paged = new ArrayList<>();
        String after = null;
        for (boolean more = true; more; ) {
            Jobs.Page page = open.list(OWNER, new JobFilter(JobState.SUCCEEDED, StepWork.KIND, after, 2));
            page.jobs().forEach(job -> paged.add(job.id()));
            after = paged.get(paged.size() - 1);
            more = page.more();
        }
        assertEquals(ids, paged);
        assertEquals(
                List.of(),
                open.list(OWNER, new JobFilter(JobState.FAILED, null, null, 2)).jobs());
        assertEquals(
                List.of(),
                open.list(OWNER, new JobFilter(null, null, others.id(), 2)).jobs());
    }

    @Test
    void aCancelledJobStopsAndLeavesNothing() throws Exception {
        work = StepWork.gated();
        Jobs open = open();
        Job running = open.submit(request(10, null));
        Job waiting = open.submit(request(10, null));
        work.permit(2);
        await(open, running.id(), job -> job.progress().done() == 2);
        assertEquals(JobState.CANCELLED, open.cancel(OWNER, waiting.id()).state());
        assertEquals(JobState.CANCELLED, open.cancel(OWNER, running.id()).state());
        assertEquals(JobState.CANCELLED, open.cancel(OWNER, running.id()).state());
        work.permit(1);
        Path folder = data.resolve("jobs").resolve(running.id());
        long end = System.nanoTime() + LIMIT.toNanos();
        while (Files.exists(folder) && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertFalse(Files.exists(folder));
        Job cancelled = open.find(OWNER, running.id());
        assertEquals(JobState.CANCELLED, cancelled.state());
        assertEquals(
                1,
                open.events(cancelled, 0, 100).stream().filter(JobEvent::last).count());
        assertEquals(
                Code.NOT_READY,
                assertThrows(JobException.class, () -> open.files(cancelled)).code());
        assertEquals(0, open.find(OWNER, waiting.id()).attempt());
        assertEquals(
                JobState.SUCCEEDED,
                await(open, open.submit(request(0, null)).id(), JobState.SUCCEEDED)
                        .state());
    }

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

    @Test
    void stopsAtAConsistentPointAndGoesOnWhenItIsOpenedAgain() throws Exception {
        work = StepWork.gated();
        Jobs first = open();
        Job job = first.submit(request(6, null));
        work.permit(3);
        await(first, job.id(), here -> here.progress().done() == 3);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(first::close);
        work.permit(1);
        closing.get(LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
        int before = lines(job.id()).size();
        assertTrue(before >= 3 && before < 6, "lines " + before);
        work.permit(10);
        Jobs second = open();
        assertEquals(2, await(second, job.id(), JobState.SUCCEEDED).attempt());
        assertEquals(List.of("step 0", "step 1", "step 2", "step 3", "step 4", "step 5"), lines(job.id()));
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

    @Test
    void expiresAndForgets() throws Exception {
        Jobs open = open();
        Job job = open.submit(request(2, null));
        await(open, job.id(), JobState.SUCCEEDED);
        open.close();
        time.set(Instant.now().plus(settings.keep()).plusSeconds(1));
        Jobs later = open(time::get);
        Job expired = await(later, job.id(), JobState.EXPIRED);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (Files.exists(data.resolve("jobs").resolve(job.id())) && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertFalse(Files.exists(data.resolve("jobs").resolve(job.id())));
        assertEquals(
                Code.EXPIRED,
                assertThrows(JobException.class, () -> later.files(expired)).code());
        later.close();
        time.set(Instant.now().plus(settings.keep().multipliedBy(2)).plusSeconds(1));
        Jobs muchLater = open(time::get);
        while (System.nanoTime() < end
                && !muchLater
                        .list(OWNER, new JobFilter(null, null, null, 1))
                        .jobs()
                        .isEmpty()) {
            Thread.sleep(10);
        }
        assertThrows(JobException.class, () -> muchLater.find(OWNER, job.id()));
    }
}
