package dev.flawsmith.synthesis;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where guidance applies: while sigma/alpha is in (low, high] (Kynkäänniemi et al. 2024, eq. 5). As JSON
 * {@code [low, high]}, where {@code null} is no upper end.
 *
 * @param low exclusive lower end, at least 0
 * @param high inclusive upper end, above low, possibly infinite
 */
public record GuidanceInterval(double low, double high) {
    /** At every noise level. */
    public static final GuidanceInterval EVERYWHERE = new GuidanceInterval(0, Double.POSITIVE_INFINITY);

    /** What {@link #isOne} takes, in words. */
    static final String EXPECTED = "[low, high] with 0 <= low < high";

    public GuidanceInterval {
        if (!isOne(List.of(low, high))) {
            throw new IllegalArgumentException("expected " + EXPECTED + ", found [" + low + ", " + high + "]");
        }
    }

    /** Whether numbers are the two ends of an interval. */
    static boolean isOne(List<Double> ends) {
        return ends.size() == 2
                && ends.get(0) >= 0
                && ends.get(0) < Double.POSITIVE_INFINITY
                && ends.get(1) > ends.get(0);
    }

    /** The interval with these ends, which {@link #isOne}. */
    static GuidanceInterval of(List<Double> ends) {
        return new GuidanceInterval(ends.get(0), ends.get(1));
    }

    /** An interval with these ends, null being everywhere. */
    public static GuidanceInterval orEverywhere(@Nullable List<Double> ends) {
        return ends == null ? EVERYWHERE : of(ends);
    }

    /** Both ends as numbers. */
    public List<Double> ends() {
        return List.of(low, high);
    }

    /** Both ends as JSON has them: null for no upper end. */
    @JsonValue
    List<@Nullable Double> json() {
        return Arrays.asList(low, high == Double.POSITIVE_INFINITY ? null : high);
    }
}
