package dev.flawsmith.http;

import dev.flawsmith.synthesis.FieldError;
import java.util.Map;

/**
 * What a dialect calls the fields of {@code POST /v1/images}, so that errors name what the caller sent.
 *
 * @param renamed our name to theirs, of those that differ
 */
public record FieldNames(Map<String, String> renamed) {
    /** Our own names. */
    public static final FieldNames NATIVE = new FieldNames(Map.of());

    public FieldNames {
        renamed = Map.copyOf(renamed);
    }

    String of(String ours) {
        return renamed.getOrDefault(ours, ours);
    }

    FieldError of(FieldError error) {
        return new FieldError(of(error.field()), error.message());
    }
}
