package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.guard.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * How an image stands to the training photos. Every field is always there; the numbers are null where nothing was
 * compared, and {@code reason} is null where something was.
 */
public record MemorizationBody(
        @JsonPropertyDescription("clear, too_close or not_checked.")
        String verdict,

        @JsonPropertyDescription("To the nearest training photo; 0 for an exact copy; null where nothing was compared.")
        @Nullable
        Double distance,

        @JsonPropertyDescription("The nearest training photo's name.") @Nullable
        String nearest,

        @JsonPropertyDescription("Conformal p-value against the holdout photos, Bonferroni-corrected.") @Nullable
        Double p,

        @JsonPropertyDescription("How close it is for its neighbourhood; small is close.") @Nullable
        Double score,

        @JsonPropertyDescription("Why nothing was compared; null where something was.") @Nullable
        String reason) {
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
