package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.jobs.Job;
import dev.flawsmith.jobs.JobEvent;
import dev.flawsmith.jobs.JobException;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.JobState;
import dev.flawsmith.jobs.Jobs;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/jobs/{id}/events}: what happened to a job, from the beginning or after {@code Last-Event-ID}, and what happens, until
 * it is over. Reads the store, so it tells the same whichever server works on the job.
 */
final class JobEventsEndpoint {
    private static final long LOOK_MILLIS = 250;
    private static final long PING_NANOS = 5_000_000_000L;
    private static final int BATCH = 500;

    private final JobService service;
    private final Admission admission;
    private final ErrorMapper errors;

    JobEventsEndpoint(JobService service, Admission admission, ErrorMapper errors) {
        this.service = service;
        this.admission = admission;
        this.errors = errors;
    }

    /** The data of an event. */
    record Body(
            @JsonPropertyDescription("Its id.") String job,

            @JsonPropertyDescription("Seconds since 1970.") long at,

            @JsonPropertyDescription("How far it was.") JobBody.Progress progress,

            @JsonPropertyDescription("Why it is paused or failed; left out where there is no reason.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String reason) {}

    /** By the events' names: the states that a job may come to, and progress between them. */
    static Map<String, Class<?>> bodies() {
        Map<String, Class<?>> bodies = new TreeMap<>();
        for (JobState state : JobState.values()) {
            bodies.put(state.wireName(), Body.class);
        }
        bodies.put("progress", Body.class);
        bodies.put("error", ErrorBody.class);
        return bodies;
    }

    void handle(Context ctx) throws IOException {
        Jobs jobs = service.jobs();
        @Nullable String owner = JobOwner.seenBy(ctx);
        Job job = jobs.find(owner, JobRoutes.id(ctx));
        long after = LastEventId.of(ctx);
        if (HeadAsGet.asked(ctx)) {
            EventStream.head(ctx.res());
            return;
        }
        EventStream stream = EventStream.open(ctx.res());
        stream.ping(); // the headers are out before the first event comes
        try {
            send(jobs, owner, job, after, stream);
        } catch (JobException e) {
            stream.send("error", errors.answer(e, RequestId.of(ctx)).body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Jobs jobs, @Nullable String owner, Job job, long first, EventStream stream)
            throws IOException, InterruptedException {
        long after = first;
        long lastWrite = System.nanoTime();
        while (!admission.stopping()) { // then the client comes back, to another server
            boolean over = jobs.find(owner, job.id()).state().over();
            List<JobEvent> events = jobs.events(job, after, BATCH);
            for (JobEvent event : events) {
                stream.send(event.type(), event.number(), body(job, event));
                after = event.number();
                lastWrite = System.nanoTime();
            }
            if (over && events.size() < BATCH) { // it was over before its last events were read
                return;
            }
            if (System.nanoTime() - lastWrite > PING_NANOS) {
                stream.ping();
                lastWrite = System.nanoTime();
            }
            if (events.size() < BATCH) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    private static Body body(Job job, JobEvent event) {
        return new Body(job.id(), event.at().getEpochSecond(), JobBody.Progress.of(event.progress()), event.reason());
    }
}
