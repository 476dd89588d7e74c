package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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
 * @param owner the name of the token that asked for it
 * @param name the spec's, else its model's
 * @param attempts how often a server began or went on with it
 * @param reason why it is paused, failed or queued again; null where there is nothing to say
 * @param result what came of it; null until it is over
 * @param expires when its files are deleted; null until it is over
 * @param spec what was asked for; left out of lists
 */
record JobBody(
        @JsonPropertyDescription("Unguessable; what /v1/jobs/{id} takes.")
        String id,

        @JsonPropertyDescription("job.") String object,

        @JsonPropertyDescription("What is made: dataset, audit or evaluation.")
        String kind,

        @JsonPropertyDescription("The name of the token that asked for it; anonymous on a server without tokens.")
        String owner,

        @JsonPropertyDescription("The spec's name, else its model's.") @Nullable
        String name,

        @JsonPropertyDescription("queued, running, paused, succeeded, failed, cancelled or expired.")
        String state,

        @JsonPropertyDescription("How far it is.") Progress progress,

        @JsonPropertyDescription("How often a server began or went on with it.")
        long attempts,

        @JsonPropertyDescription("Why it is paused, failed or queued again; null where there is nothing to say.")
        @Nullable
        String reason,

        @JsonPropertyDescription("What came of it; null until it is over.") @Nullable
        JsonNode result,

        @JsonPropertyDescription("Seconds since 1970.") long created,

        @JsonPropertyDescription("Seconds since 1970; null until a server began.") @Nullable
        Long started,

        @JsonPropertyDescription("Seconds since 1970; null until it is over.") @Nullable
        Long finished,

        @JsonPropertyDescription("Seconds since 1970, when its files are deleted; null until it is over.") @Nullable
        Long expires,

        @JsonPropertyDescription("What was asked for; left out of lists.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        JsonNode spec) {
    private static final String OBJECT = "job";

    /**
     * How far a job is.
     *
     * @param done images of {@code total}
     * @param rejected candidates refused by the present attempt
     */
    record Progress(
            @JsonPropertyDescription("Images accepted, or steps done.")
            long done,

            @JsonPropertyDescription("Images or steps wanted.")
            long total,

            @JsonPropertyDescription("Candidates refused by the present attempt.")
            long rejected) {
        static Progress of(JobProgress progress) {
            return new Progress(progress.done(), progress.total(), progress.rejected());
        }
    }

    /** Jobs, the newest first; {@code hasMore}: ask again with {@code after} = the last one's id. */
    record Page(
            @JsonPropertyDescription("list.") String object,
            @JsonPropertyDescription("The newest first.") List<JobBody> data,

            @JsonPropertyDescription("Whether there are more after the last.")
            boolean hasMore) {}

    static JobBody of(Job job) {
        JsonNode spec = json(job.spec());
        return of(job, name(spec), spec);
    }

    static JobBody listed(Job job) {
        return of(job, name(json(job.spec())), null);
    }

    private static @Nullable String name(JsonNode spec) {
        JsonNode name = spec.hasNonNull("name") ? spec.get("name") : spec.path("model");
        return name.isTextual() ? name.textValue() : null;
    }

    private static JobBody of(Job job, @Nullable String name, @Nullable JsonNode spec) {
        String result = job.result();
        return new JobBody(
                job.id(),
                OBJECT,
                job.kind(),
                job.owner(),
                name,
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
