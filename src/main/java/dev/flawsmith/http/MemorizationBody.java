package dev.flawsmith.http;

import dev.flawsmith.guard.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * How an image stands to the training photos. Every field is always there; the numbers are null where nothing was
 * compared, and {@code reason} is null where something was.
 */
public record MemorizationBody(
        String verdict,
        @Nullable Double distance,
        @Nullable String nearest,
        @Nullable Double p,
        @Nullable Double score,
        @Nullable String reason) {
    /** That of a verdict. */
    public static MemorizationBody of(Verdict verdict) {
        String name = verdict.wireName();
        if (verdict instanceof Verdict.Clear clear) {
            return new MemorizationBody(name, clear.distance(), clear.nearest(), clear.p(), clear.score(), null);
        }
        if (verdict instanceof Verdict.TooClose close) {
            return new MemorizationBody(name, close.distance(), close.nearest(), close.p(), close.score(), null);
        }
        return new MemorizationBody(name, null, null, null, null, ((Verdict.NotChecked) verdict).reason());
    }
}
