package dev.flawsmith.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.jobs.JobException.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What jobs promise on every store. */
abstract class JobsContract extends FailingJobsContract {
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
        for (Job job : open.list(new JobFilter(OWNER, null, null, null, 10)).jobs()) {
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
            JobPage page = open.list(new JobFilter(OWNER, JobState.SUCCEEDED, StepWork.KIND, after, 2));
            page.jobs().forEach(job -> paged.add(job.id()));
            after = paged.get(paged.size() - 1);
            more = page.more();
        }
        assertEquals(ids, paged);
        assertEquals(
                List.of(),
                open.list(new JobFilter(OWNER, JobState.FAILED, null, null, 2)).jobs());
        for (String unknown : List.of(others.id(), "nope")) {
            JobException refused =
                    assertThrows(JobException.class, () -> open.list(new JobFilter(OWNER, null, null, unknown, 2)));
            assertEquals(Code.INVALID_REQUEST, refused.code());
            assertEquals("after", refused.errors().get(0).field());
        }
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
                        .list(new JobFilter(OWNER, null, null, null, 1))
                        .jobs()
                        .isEmpty()) {
            Thread.sleep(10);
        }
        assertThrows(JobException.class, () -> muchLater.find(OWNER, job.id()));
    }
}
