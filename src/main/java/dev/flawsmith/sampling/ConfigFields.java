package dev.flawsmith.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes typed fields out of a parsed {@code scheduler_config.json} and notes every one that is wrong instead of stopping at
 * the first. A field that is absent, or null, takes the default.
 */
final class ConfigFields {
    private final Map<String, ?> config;
    private final Set<String> taken = new HashSet<>();
    private final List<String> errors = new ArrayList<>();

    ConfigFields(Map<String, ?> config) {
        this.config = config;
    }

    boolean has(String key) {
        return config.get(key) != null;
    }

    boolean flag(String key, boolean missing) {
        Object value = take(key);
        return value instanceof Boolean flag ? flag : rejectUnlessNull(key, value, "true or false", missing);
    }

    String text(String key, String missing, String... choices) {
        Object value = take(key);
        return value instanceof String text && Arrays.asList(choices).contains(text)
                ? text
                : rejectUnlessNull(key, value, "one of " + String.join(", ", choices), missing);
    }

    int whole(String key, int missing, int least) {
        Object value = take(key);
        return value instanceof Integer whole && whole >= least
                ? whole
                : rejectUnlessNull(key, value, "a whole number of at least " + least, missing);
    }

    /** A number from {@code least} to {@code most}, both included. */
    double number(String key, double missing, double least, double most) {
        Object value = take(key);
        return value instanceof Number number && number.doubleValue() >= least && number.doubleValue() <= most
                ? number.doubleValue()
                : rejectUnlessNull(key, value, "a number from " + least + " to " + most, missing);
    }

    /** A number above 0 and finite, or {@code missing}. */
    double positive(String key, double missing) {
        return number(key, missing, Double.MIN_VALUE, Double.MAX_VALUE);
    }

    /** Numbers; null where there are none. */
    float @Nullable [] numbers(String key) {
        Object value = take(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(Number.class::isInstance)) {
            reject(key, "a list of numbers", value);
            return null;
        }
        float[] numbers = new float[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = ((Number) list.get(i)).floatValue();
        }
        return numbers;
    }

    /** Whole numbers of at least 0; empty where there are none. */
    Set<Integer> wholes(String key) {
        Object value = take(key);
        if (value == null) {
            return Set.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(e -> e instanceof Integer i && i >= 0)) {
            return list.stream().map(Integer.class::cast).collect(Collectors.toSet());
        }
        reject(key, "a list of whole numbers of at least 0", value);
        return Set.of();
    }

    /** What is known and done in one way only: any other value than these is refused. */
    void only(String key, Object... values) {
        Object value = take(key);
        if (value == null || Arrays.stream(values).anyMatch(each -> each.equals(value) || sameNumber(each, value))) {
            return;
        }
        String choices = Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(" or "));
        reject(key, choices.isEmpty() ? "none" : choices, value);
    }

    void reject(String key, String expected, Object found) {
        errors.add(key + ": expected " + expected + ", found " + found);
    }

    /**
     * Refuses what is left and throws what was noted.
     *
     * @param foreign keys of other classes, which have no effect on this one
     * @throws IllegalArgumentException naming every field that is wrong
     */
    void finish(String className, Set<String> foreign) {
        config.keySet().stream().sorted().forEach(key -> {
            Object value = config.get(key);
            boolean harmless = value == null || value.equals(false);
            if (!taken.contains(key) && !foreign.contains(key) && !harmless) {
                errors.add(key + ": expected a key that a scheduler knows, or null or false, found " + value);
            }
        });
        throwErrors(className);
    }

    /** Throws what has been noted so far, if anything. */
    void throwErrors(String className) {
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(className + ": " + String.join("; ", errors));
        }
    }

    private <T> T rejectUnlessNull(String key, @Nullable Object value, String expected, T missing) {
        if (value != null) {
            reject(key, expected, value);
        }
        return missing;
    }

    private @Nullable Object take(String key) {
        taken.add(key);
        return config.get(key);
    }

    private static boolean sameNumber(Object a, @Nullable Object b) {
        return a instanceof Number x && b instanceof Number y && Objects.equals(x.doubleValue(), y.doubleValue());
    }
}
