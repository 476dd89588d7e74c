package dev.flawsmith.jobs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on a store, of work that takes its steps when it may. */
abstract class JobsFixture {
    static final Duration LIMIT = Duration.ofSeconds(20);
    static final String OWNER = "line-7";

    @TempDir
    Path data;

    StoreLocation location;
    JobSettings settings = TestSettings.fast();
    StepWork work = StepWork.free();

    @Nullable
    Jobs jobs;

    final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());

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

    Jobs open() {
        return open(InstantSource.system());
    }

    Jobs open(InstantSource clock) {
        jobs = Jobs.open(location, kinds(), settings, clock, "test-" + System.nanoTime());
        return jobs;
    }

    JobKinds kinds() {
        JobKinds kinds = new JobKinds(data, List.of(work));
        try {
            kinds.prepare();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return kinds;
    }

    static JobRequest request(int steps, @Nullable String key) {
        return new JobRequest(StepWork.KIND, OWNER, StepWork.spec(steps), key);
    }

    static Job await(Jobs jobs, String id, Predicate<Job> condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        Job job = jobs.find(OWNER, id);
        while (!condition.test(job)) {
            assertTrue(System.nanoTime() < end, "in " + LIMIT + ": " + job + jobs.events(job, 0, 100));
            Thread.sleep(10);
            job = jobs.find(OWNER, id);
        }
        return job;
    }

    static Job await(Jobs jobs, String id, JobState state) throws InterruptedException {
        return await(jobs, id, job -> job.state() == state);
    }

    List<String> lines(String id) throws IOException {
        return Files.readAllLines(data.resolve("jobs").resolve(id).resolve("lines.txt"));
    }
}
