package dev.flawsmith.jobs;

import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list, the newest first.
 *
 * @param owner whose; null for everybody's
 * @param state null for all
 * @param kind null for all
 * @param after the id of the last job that was listed before; null from the newest on
 * @param limit 1 to {@value #MOST}
 */
public record JobFilter(
        @Nullable String owner,
        @Nullable JobState state,
        @Nullable String kind,
        @Nullable String after,
        int limit) {
    public static final int MOST = 100;

    public JobFilter {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit: expected 1 to " + MOST + ", found " + limit);
        }
    }
}
