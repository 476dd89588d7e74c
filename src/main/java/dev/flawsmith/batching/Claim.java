package dev.flawsmith.batching;

import java.time.Duration;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of the batcher.
 *
 * @param images places wanted, at least 1: so many rows may be under way at once
 * @param state how much state an image has
 * @param priority whose slots come first
 * @param timeLimit counted from admission; rows not finished by then fail at the next tick, or while a network call is
 *     under way within a twentieth of a second; null is no limit
 * @param steps hears, at most once a network call and on the batcher's thread, how many sampler steps the request's rows
 *     finished in it: must return at once
 */
public record Claim(
        int images,
        RowState state,
        Priority priority,
        @Nullable Duration timeLimit,
        IntConsumer steps) {
    private static final Duration LONGEST = Duration.ofDays(365);

    public Claim {
        if (images < 1) {
            throw new IllegalArgumentException("expected at least 1 image, found " + images);
        }
        if (timeLimit != null && (timeLimit.isNegative() || timeLimit.isZero() || timeLimit.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException(
                    "expected a positive time limit of at most " + LONGEST + ", found " + timeLimit);
        }
    }
}
