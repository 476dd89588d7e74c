package dev.flawsmith.http.automatic1111;

import dev.flawsmith.http.ApiException;
import dev.flawsmith.http.security.Caller;
import dev.flawsmith.synthesis.FieldError;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The jobs under way, by their callers and the ids that those gave them; as many as there are places for requests. A job can
 * be reached by its own caller alone, and by its id: where nobody has a token all are one caller, and nobody stops another's
 * job who does not know its id. Thread-safe.
 */
final class Jobs {
    /** Previews cost a look of the guard each, so they are made for those who look at them. */
    private static final Duration WATCHED = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Map<Key, Job> underWay = new ConcurrentHashMap<>();
    /** As many as there are tokens. */
    private final Map<Caller, Instant> lastWatched = new ConcurrentHashMap<>();

    Jobs(InstantSource clock) {
        this.clock = clock;
    }

    private record Key(Caller caller, String id) {}

    /** A job under way; close it when it is over. */
    record Entry(Key key, Job job, Jobs jobs) implements AutoCloseable {
        @Override
        public void close() {
            jobs.underWay.remove(key, job);
        }
    }

    /**
     * Takes a job up.
     *
     * @throws ApiException 400 if a job of this caller and id is under way
     */
    Entry start(Caller caller, Txt2Img asked) {
        boolean watchable = asked.taskId() != null || watches(caller);
        Job job = new Job(asked.request(), watchable, clock.instant());
        String id = Objects.requireNonNullElseGet(
                asked.taskId(), () -> "unnamed " + UUID.randomUUID()); // no caller's id has a space
        Key key = new Key(caller, id);
        if (underWay.putIfAbsent(key, job) != null) {
            String message = "expected an id of no job under way, found one of a job that is";
            throw new ApiException(
                    400,
                    "invalid_request",
                    "force_task_id: " + message,
                    List.of(new FieldError("force_task_id", message)));
        }
        return new Entry(key, job, this);
    }

    /** A caller with a token asked how far its jobs are without naming one: its next ones have previews to show. */
    void watched(Caller caller) {
        if (!caller.equals(Caller.ANONYMOUS)) {
            lastWatched.put(caller, clock.instant());
        }
    }

    private boolean watches(Caller caller) {
        Instant last = lastWatched.get(caller);
        return last != null && last.plus(WATCHED).isAfter(clock.instant());
    }

    Optional<Job> find(Caller caller, @Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(underWay.get(new Key(caller, id)));
    }

    /** Those of a caller, the oldest first. */
    List<Job> of(Caller caller) {
        return underWay.entrySet().stream()
                .filter(each -> each.getKey().caller().equals(caller))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(Job::started))
                .toList();
    }
}
