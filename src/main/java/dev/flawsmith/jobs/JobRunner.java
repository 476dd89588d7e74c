package dev.flawsmith.jobs;

import dev.flawsmith.jobs.JobStore.Standing;
import dev.flawsmith.synthesis.SynthesisException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one job on from wherever it is, and says what is to become of its execution. Thread-safe. */
final class JobRunner {
    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);
    /** Failures in a row, without an image between them, of what may be a job's own fault. */
    private static final int PATIENCE = 5;

    private final JobStore store;
    private final JobKinds kinds;
    private final JobSettings settings;
    private final CountDownLatch stopping = new CountDownLatch(1);

    JobRunner(JobStore store, JobKinds kinds, JobSettings settings) {
        this.store = store;
        this.kinds = kinds;
        this.settings = settings;
    }

    /** What is to become of an execution. */
    sealed interface Next {
        /** Nothing is left to do. */
        record Done() implements Next {}

        /** To be tried again. */
        record Later(Duration pause) implements Next {}

        /** It is another server's business. */
        record Leave() implements Next {}
    }

    /** Runs come to their next consistent point and end. */
    void stop() {
        stopping.countDown();
    }

    Next run(String id) {
        if (stopping.getCount() == 0) {
            return new Next.Later(Duration.ZERO);
        }
        Optional<Job> claimed = store.claim(id);
        if (claimed.isEmpty()) {
            return cleanUp(id);
        }
        Job job = claimed.get();
        log.info(
                "job {} ({}): attempt {}, {} of {}",
                id,
                job.kind(),
                job.attempt(),
                job.progress().done(),
                job.progress().total());
        RunningJob running = new RunningJob(job, store, settings, stopping);
        try {
            return run(job, running);
        } catch (JobStopped e) {
            return stopped(job, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return stopped(job, new JobStopped(JobStopped.Reason.SHUTDOWN));
        } catch (StoreException e) {
            throw e; // the job stays claimed; whoever finds the store again goes on
        } catch (IOException | UncheckedIOException e) {
            log.warn("job {} is paused: {}", id, e.toString());
            return pause(running, () -> store.release(job, JobState.PAUSED, kinds.told(e)));
        } catch (SynthesisException e) {
            log.warn("job {} is paused", id, e);
            return retry(job, running, kinds.told(e));
        } catch (JobException e) {
            return finish(job, running, JobState.FAILED, new JobWork.Outcome(kinds.told(e), "{}"));
        } catch (RuntimeException | Error e) { // an Error, too, or the queue tries again for ever
            log.error("job {} failed", id, e);
            return retry(job, running, "the server failed at it; its log has the reason under this job's id");
        }
    }

    private Next run(Job job, RunningJob running) throws IOException, InterruptedException {
        JobWork work = kinds.of(job.kind());
        JobWork.Outcome outcome = work.run(job.spec(), kinds.folder(job.id()), running);
        return finish(job, running, outcome.failure() == null ? JobState.SUCCEEDED : JobState.FAILED, outcome);
    }

    private Next finish(Job job, RunningJob running, JobState state, JobWork.Outcome outcome) {
        try {
            Standing standing = running.patiently(() -> store.finish(job, state, outcome, settings.keep()));
            RunningJob.require(standing);
        } catch (JobStopped e) {
            return stopped(job, e);
        }
        log.info("job {}: {}", job.id(), state.wireName());
        return new Next.Done();
    }

    private Next stopped(Job job, JobStopped stop) {
        log.info("job {} stopped: {}", job.id(), stop.reason());
        return switch (stop.reason()) {
            case CANCELLED -> cleanUp(job.id());
            case LOST -> new Next.Leave();
            case SHUTDOWN -> {
                store.release(job, JobState.QUEUED, "the server stopped; the next one goes on");
                yield new Next.Later(Duration.ZERO);
            }
        };
    }

    private Next pause(RunningJob running, Supplier<Integer> release) {
        try {
            int pauses = running.patiently(release);
            return new Next.Later(settings.retry(pauses));
        } catch (JobStopped e) {
            return new Next.Leave(); // found dead, and revived, once the store is back
        }
    }

    /** Pauses, unless that has not helped often enough. */
    private Next retry(Job job, RunningJob running, String reason) {
        Next later = pause(running, () -> store.fail(job, reason));
        boolean hopeless = store.failures(job.id()) >= PATIENCE;
        if (!hopeless) {
            return later;
        }
        if (store.giveUp(job, settings.keep())) {
            return new Next.Done();
        }
        boolean lost = store.find(job.id())
                .filter(now -> now.attempt() != job.attempt())
                .isPresent();
        return lost ? new Next.Leave() : cleanUp(job.id());
    }

    /** Of a job that is over: a cancelled one leaves nothing behind. */
    private Next cleanUp(String id) {
        Optional<Job> job = store.find(id);
        if (job.isPresent() && job.get().state() == JobState.CANCELLED) {
            try {
                kinds.of(job.get().kind()).discard(kinds.folder(id));
                store.discarded(id);
            } catch (IOException e) {
                log.warn("the folder of cancelled job {} cannot be deleted yet: {}", id, e.toString());
                return new Next.Later(settings.retry(1));
            }
        }
        return new Next.Done();
    }
}
