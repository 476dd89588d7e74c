package dev.flawsmith.jobs;

import org.jspecify.annotations.Nullable;

/**
 * A job that somebody wants.
 *
 * @param owner whose it will be; at most 200 characters
 * @param spec JSON
 * @param idempotencyKey the owner's own name for this request, so that it can be sent again; null where it has none
 */
public record JobRequest(
        String kind, String owner, String spec, @Nullable String idempotencyKey) {
    private static final int LONGEST_OWNER = 200;
    private static final int LONGEST_KEY = 255;

    public JobRequest {
        if (owner.isEmpty() || owner.length() > LONGEST_OWNER) {
            throw new IllegalArgumentException(
                    "owner: expected 1 to " + LONGEST_OWNER + " characters, found " + owner.length());
        }
        if (idempotencyKey != null && (idempotencyKey.isEmpty() || idempotencyKey.length() > LONGEST_KEY)) {
            throw new IllegalArgumentException(
                    "idempotencyKey: expected 1 to " + LONGEST_KEY + " characters, found " + idempotencyKey.length());
        }
    }
}
