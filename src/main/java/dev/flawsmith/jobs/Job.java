package dev.flawsmith.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as those see it who may.
 *
 * @param id unguessable
 * @param kind of work, {@link JobWork#kind()}
 * @param owner whose it is
 * @param spec what is wanted, JSON
 * @param attempt how often a server began or went on with it
 * @param reason why it is paused, failed or over; null where there is nothing to say
 * @param result what came of it, a JSON object; null until it is over, and where nothing did
 * @param started null until a server began
 * @param finished null until it is over
 * @param expires when its files go; null until it is over
 */
public record Job(
        String id,
        String kind,
        String owner,
        JobState state,
        String spec,
        JobProgress progress,
        long attempt,
        @Nullable String reason,
        @Nullable String result,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable Instant expires) {
    /** Whether it is this owner's; anybody's is where no owner is named. */
    boolean isOf(@Nullable String somebody) {
        return somebody == null || owner.equals(somebody);
    }
}
