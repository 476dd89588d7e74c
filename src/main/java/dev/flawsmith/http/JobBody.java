package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.jobs.Job;
import dev.flawsmith.jobs.JobProgress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as JSON; times are seconds since 1970.
 *
 * @param object {@code job}
 * @param attempts how often a server began or went on with it
 * @param reason why it is paused, failed or queued again; null where there is nothing to say
 * @param result what came of it; null until it is over
 * @param expires when its files are deleted; null until it is over
 * @param spec what was asked for; left out of lists
 */
record JobBody(
        String id,
        String object,
        String kind,
        String state,
        Progress progress,
        long attempts,
        @Nullable String reason,
        @Nullable JsonNode result,
        long created,
        @Nullable Long started,
        @Nullable Long finished,
        @Nullable Long expires,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode spec) {
    private static final String OBJECT = "job";

    /**
     * How far a job is.
     *
     * @param done images of {@code total}
     * @param rejected candidates refused by the present attempt
     */
    record Progress(long done, long total, long rejected) {
        static Progress of(JobProgress progress) {
            return new Progress(progress.done(), progress.total(), progress.rejected());
        }
    }

    /** Jobs, the newest first; {@code hasMore}: ask again with {@code after} = the last one's id. */
    record Page(String object, List<JobBody> data, boolean hasMore) {}

    static JobBody of(Job job) {
        return of(job, json(job.spec()));
    }

    static JobBody listed(Job job) {
        return of(job, null);
    }

    private static JobBody of(Job job, @Nullable JsonNode spec) {
        String result = job.result();
        return new JobBody(
                job.id(),
                OBJECT,
                job.kind(),
                job.state().wireName(),
                Progress.of(job.progress()),
                job.attempt(),
                job.reason(),
                result == null ? null : json(result),
                job.created().getEpochSecond(),
                seconds(job.started()),
                seconds(job.finished()),
                seconds(job.expires()),
                spec);
    }

    private static JsonNode json(String text) {
        return Json.readObject(text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Long seconds(@Nullable Instant time) {
        return time == null ? null : time.getEpochSecond();
    }
}
