package dev.flawsmith.synthesis;

import dev.flawsmith.guard.Verdict;
import java.time.Duration;

/** Hears what models do, for figures of a server's work; on their own threads: must return at once. Thread-safe. */
public interface ModelListener {
    /** Hears nothing. */
    ModelListener NONE = new ModelListener() {};

    /**
     * A network call has ended.
     *
     * @param rows evaluations that were asked for
     * @param bucket rows of the padded call, at least {@code rows}
     * @param answered false if it failed, hung or ran out of memory
     */
    default void called(String model, int rows, int bucket, Duration took, boolean answered) {}

    /** The guard has released an image, with this verdict. */
    default void released(String model, Verdict verdict) {}

    /** The guard has not released an image, which was too close to a training photo: it is drawn anew or withheld. */
    default void rejected(String model) {}
}
