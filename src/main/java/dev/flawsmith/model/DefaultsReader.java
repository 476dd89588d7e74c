package dev.flawsmith.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads {@code "sampler"} of {@code model.json}, whose guidance interval and rescale may be missing, keeping every error. */
final class DefaultsReader {
    private final Map<String, Object> left;
    private final List<String> errors = new ArrayList<>();

    DefaultsReader(Map<String, Object> json) {
        left = new LinkedHashMap<>(json);
    }

    ModelManifest.Defaults read() {
        Object name = taken("name", "a sampler's name", value -> value instanceof String text && !text.isBlank());
        Object steps = taken("steps", "a whole number of at least 1", value -> value instanceof Integer n && n >= 1);
        Object scale =
                taken("guidance_scale", "a finite number of at least 0", value -> within(value, Double.MAX_VALUE));
        Object interval = left.containsKey("guidance_interval")
                ? taken("guidance_interval", "[low, high] with 0 <= low < high", DefaultsReader::isInterval)
                : null;
        Object rescale = left.containsKey("guidance_rescale")
                ? taken("guidance_rescale", "a number from 0 to 1", value -> within(value, 1))
                : null;
        left.keySet().forEach(key -> errors.add(key + ": expected no such field, found one"));
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException("model.json: sampler: " + String.join("; ", errors));
        }
        return new ModelManifest.Defaults(
                String.valueOf(name),
                (int) number(steps),
                number(scale),
                interval instanceof List<?> ends ? List.of(number(ends.get(0)), number(ends.get(1))) : null,
                rescale == null ? null : number(rescale));
    }

    private @Nullable Object taken(String field, String expected, Predicate<@Nullable Object> holds) {
        boolean present = left.containsKey(field);
        Object value = left.remove(field);
        if (!holds.test(value)) {
            errors.add(field + ": expected " + expected + ", found " + (present ? value : "nothing"));
        }
        return value;
    }

    private static boolean within(@Nullable Object value, double most) {
        return value instanceof Number && number(value) >= 0 && number(value) <= most;
    }

    private static boolean isInterval(@Nullable Object value) {
        return value instanceof List<?> ends
                && ends.size() == 2
                && within(ends.get(0), Double.MAX_VALUE)
                && within(ends.get(1), Double.MAX_VALUE)
                && number(ends.get(0)) < number(ends.get(1));
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
