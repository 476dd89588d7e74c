package dev.flawsmith.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One figure.
 *
 * @param limit what it is compared with, null if with nothing
 * @param ratio value over limit, null without one
 * @param bound whether the value should be at least or at most the limit, null without one
 */
public record Result(
        String name,
        double value,
        String unit,
        @Nullable Double limit,
        @Nullable Double ratio,
        @Nullable Bound bound) {
    /** On which side of its limit a value should lie. */
    public enum Bound {
        @JsonProperty("at_least")
        AT_LEAST,
        @JsonProperty("at_most")
        AT_MOST
    }

    static Result plain(String name, double value, String unit) {
        return new Result(name, value, unit, null, null, null);
    }

    static Result atLeast(String name, double value, String unit, double limit) {
        return new Result(name, value, unit, limit, value / limit, Bound.AT_LEAST);
    }

    static Result atMost(String name, double value, String unit, double limit) {
        return new Result(name, value, unit, limit, value / limit, Bound.AT_MOST);
    }

    /** Whether the value lies on the right side of its limit; true without one. */
    @JsonIgnore
    public boolean met() {
        return limit == null || (bound == Bound.AT_LEAST ? value >= limit : value <= limit);
    }

    /** For people, one line. */
    public String text() {
        String line = String.format(Locale.ROOT, "%-36s %12.3f %s", name, value, unit);
        if (limit == null) {
            return line;
        }
        return line
                + String.format(
                        Locale.ROOT,
                        "   (%s %s %.3f)",
                        met() ? "met:" : "NOT MET:",
                        bound == Bound.AT_LEAST ? "at least" : "at most",
                        limit);
    }
}
