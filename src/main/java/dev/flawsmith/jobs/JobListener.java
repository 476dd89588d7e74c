package dev.flawsmith.jobs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears of this server's jobs, for figures of its work; must return at once. Thread-safe. */
public interface JobListener {
    /** Hears nothing. */
    JobListener NONE = (kind, state, took) -> {};

    /**
     * A job has succeeded, failed or been cancelled, here and not on another server.
     *
     * @param took since a server first began with it; null if none did
     */
    void finished(String kind, JobState state, @Nullable Duration took);
}
