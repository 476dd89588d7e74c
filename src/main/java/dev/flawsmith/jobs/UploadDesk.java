package dev.flawsmith.jobs;

import dev.flawsmith.synthesis.FieldError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where uploads come in, and where those go that no job needs any more. Thread-safe. */
final class UploadDesk {
    private static final Logger log = LoggerFactory.getLogger(UploadDesk.class);
    /** Longer than any upload takes: what has no job by then was left by a server that was killed. */
    private static final Duration FORGOTTEN = Duration.ofDays(7);

    private final JobKinds kinds;
    private final JobStore store;
    private final boolean shared;
    private final Submission submission;
    private final Set<String> receiving = ConcurrentHashMap.newKeySet();

    /** @param shared whether other servers take uploads into the same folder */
    UploadDesk(JobKinds kinds, JobStore store, boolean shared, Submission submission) {
        this.kinds = kinds;
        this.store = store;
        this.shared = shared;
        this.submission = submission;
    }

    /** Makes a job of an id whose uploads are there. */
    @FunctionalInterface
    interface Submission {
        Job submit(String id, JobRequest request);
    }

    JobUpload begin(String id, String kind) {
        UploadRules rules = kinds.of(kind).uploads();
        if (rules == null) {
            throw JobException.invalid(List.of(new FieldError("", "expected no uploads for a job of kind " + kind)));
        }
        receiving.add(id);
        return new JobUpload(this, id, kind, rules);
    }

    Path folder(String id) {
        return kinds.folder(id);
    }

    Job submit(String id, JobRequest request) {
        return submission.submit(id, request);
    }

    /**
     * The job that a key was used for.
     *
     * @throws JobException {@code STORE_UNAVAILABLE}
     */
    Optional<Job> keyed(String owner, String kind, String idempotencyKey) {
        return Jobs.asked(() -> store.keyed(owner, kind, idempotencyKey));
    }

    /** An upload is over; its files go unless they have become a job. */
    void end(String id, boolean kept) throws IOException {
        try {
            if (!kept) {
                UploadedFolder.delete(kinds.folder(id));
            }
        } finally {
            receiving.remove(id);
        }
    }

    /** Deletes the uploads of jobs that are over, and of uploads that a killed server left. */
    void tidy() throws IOException {
        for (String id : kinds.uploaded()) {
            if (receiving.contains(id)) {
                continue;
            }
            try {
                tidy(id);
            } catch (IOException | UncheckedIOException e) { // the others' photos go all the same
                log.warn("the uploads of job {} cannot be deleted yet: {}", id, e.toString());
            }
        }
    }

    private void tidy(String id) throws IOException {
        Path folder = kinds.folder(id);
        Optional<Job> job = store.find(id);
        boolean needed = job.isPresent() ? !job.get().state().over() : shared && isRecent(folder);
        if (!needed) {
            UploadedFolder.delete(job.isPresent() ? JobKinds.uploads(folder) : folder);
        }
    }

    private static boolean isRecent(Path folder) throws IOException {
        return Files.getLastModifiedTime(folder)
                .toInstant()
                .isAfter(Instant.now().minus(FORGOTTEN));
    }
}
