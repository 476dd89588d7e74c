package dev.flawsmith.http.automatic1111;

import dev.flawsmith.http.ApiException;
import dev.flawsmith.synthesis.FieldError;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The jobs under way, by the ids that their callers gave them; as many as there are places for requests. A job can be
 * reached by its id alone, so nobody stops another's who does not know it. Thread-safe.
 */
final class Jobs {
    private final InstantSource clock;
    private final Map<String, Job> underWay = new ConcurrentHashMap<>();

    Jobs(InstantSource clock) {
        this.clock = clock;
    }

    /** A job under way; close it when it is over. */
    record Entry(String id, Job job, Jobs jobs) implements AutoCloseable {
        @Override
        public void close() {
            jobs.underWay.remove(id, job);
        }
    }

    /**
     * Takes a job up.
     *
     * @throws ApiException 400 if a job of its id is under way
     */
    Entry start(Txt2Img asked) {
        Job job = new Job(asked.request(), asked.taskId() != null, clock.instant());
        String id = Objects.requireNonNullElseGet(
                asked.taskId(), () -> "unnamed " + UUID.randomUUID()); // no caller's id has a space
        if (underWay.putIfAbsent(id, job) != null) {
            String message = "expected an id of no job under way, found one of a job that is";
            throw new ApiException(
                    400,
                    "invalid_request",
                    "force_task_id: " + message,
                    List.of(new FieldError("force_task_id", message)));
        }
        return new Entry(id, job, this);
    }

    Optional<Job> find(@Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(underWay.get(id));
    }

    List<Job> all() {
        return List.copyOf(underWay.values());
    }
}
