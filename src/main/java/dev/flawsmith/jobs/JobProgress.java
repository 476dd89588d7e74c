package dev.flawsmith.jobs;

/**
 * How far a job is.
 *
 * @param done parts, such as images, of {@code total}
 * @param rejected candidates that were refused on the way, seen by the present attempt
 */
public record JobProgress(long done, long total, long rejected) {
    public JobProgress {
        if (done < 0 || done > total || rejected < 0) {
            throw new IllegalArgumentException(
                    "expected 0 <= done <= total and rejected >= 0, found " + done + ", " + total + ", " + rejected);
        }
    }
}
