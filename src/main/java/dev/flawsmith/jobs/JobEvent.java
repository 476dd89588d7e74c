package dev.flawsmith.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a job.
 *
 * @param number from 1, without gaps within a job
 * @param type a state's name where it changed, else {@value #PROGRESS}
 */
public record JobEvent(
        long number,
        String type,
        Instant at,
        JobProgress progress,
        @Nullable String reason) {
    public static final String PROGRESS = "progress";

    /** Whether nothing comes after it but, one day, its expiry. */
    public boolean last() {
        return JobState.named(type).map(JobState::over).orElse(false);
    }
}
