package dev.flawsmith.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.synthesis.FieldError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes typed fields out of a JSON object and notes every one that is wrong instead of stopping at the first.
 * A field that is absent, or null, reads as null.
 */
public final class FieldReader {
    private static final int MAX_UNKNOWN = 16;
    private static final int MAX_SHOWN = 60;
    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    private final ObjectNode object;
    private final List<String> known = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>();

    public FieldReader(ObjectNode object) {
        this.object = object;
    }

    /** A string. */
    public @Nullable String text(String field) {
        JsonNode node = take(field);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            refuse(field, "expected a string, found " + describe(node));
            return null;
        }
        return node.textValue();
    }

    /** A string; null where it is empty, too. */
    public @Nullable String textUnlessEmpty(String field) {
        String text = text(field);
        return text == null || text.isEmpty() ? null : text;
    }

    /** An integer; {@code range} words the bounds for numbers that do not even fit 64 bits. */
    public @Nullable Long integer(String field, String range) {
        JsonNode node = take(field);
        if (node == null) {
            return null;
        }
        String expected = "expected a whole number " + range + ", found ";
        if (!node.isNumber()) {
            refuse(field, expected + describe(node));
            return null;
        }
        BigDecimal value = node.decimalValue();
        // The scale of 1e999999999 is known without writing out its digits; so is how it compares.
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        if (!whole || value.compareTo(MIN_LONG) < 0 || value.compareTo(MAX_LONG) > 0) {
            refuse(field, expected + describe(node));
            return null;
        }
        return value.longValueExact();
    }

    /** An integer within bounds; {@code missing} where it is absent or wrong. */
    public int integerWithin(String field, int least, int most, int missing) {
        String range = "from " + least + " to " + most;
        Long value = integer(field, range);
        if (value == null) {
            return missing;
        }
        if (value < least || value > most) {
            refuse(field, "expected a whole number " + range + ", found " + value);
            return missing;
        }
        return value.intValue();
    }

    /** True or false. */
    public @Nullable Boolean flag(String field) {
        JsonNode node = take(field);
        if (node == null) {
            return null;
        }
        if (!node.isBoolean()) {
            refuse(field, "expected true or false, found " + describe(node));
            return null;
        }
        return node.booleanValue();
    }

    /** One of a few strings; {@code missing} where it is absent or wrong. */
    public String oneOf(String field, List<String> values, String missing) {
        String value = text(field);
        if (value == null) {
            return missing;
        }
        if (!values.contains(value)) {
            refuse(
                    field,
                    "expected " + (values.size() == 1 ? "" : "one of ") + String.join(", ", values) + ", found "
                            + quote(value));
            return missing;
        }
        return value;
    }

    /** The name of a guard's policy. */
    public @Nullable GuardPolicy guard(String field) {
        String name = text(field);
        if (name == null) {
            return null;
        }
        for (GuardPolicy policy : GuardPolicy.values()) {
            if (policy.wireName().equals(name)) {
                return policy;
            }
        }
        String names =
                Arrays.stream(GuardPolicy.values()).map(GuardPolicy::wireName).collect(Collectors.joining(", "));
        refuse(field, "expected one of " + names + ", found " + quote(name));
        return null;
    }

    /** Whatever JSON stands there; null if nothing does. */
    public @Nullable JsonNode any(String field) {
        return take(field);
    }

    /** A finite number. */
    public @Nullable Double number(String field) {
        JsonNode node = take(field);
        if (node == null) {
            return null;
        }
        if (!isFinite(node)) {
            refuse(field, "expected a finite number, found " + describe(node));
            return null;
        }
        return node.doubleValue();
    }

    /** Two finite numbers, or a number and null for no upper end, which reads as infinity. */
    public @Nullable List<Double> interval(String field) {
        JsonNode node = take(field);
        if (node == null) {
            return null;
        }
        JsonNode high = node.path(1);
        if (!node.isArray() || node.size() != 2 || !isFinite(node.path(0)) || !(isFinite(high) || high.isNull())) {
            String found = node.isArray() ? shorten(node.toString()) : describe(node);
            refuse(field, "expected [low, high], two finite numbers or null for no upper end, found " + found);
            return null;
        }
        return List.of(node.path(0).doubleValue(), high.isNull() ? Double.POSITIVE_INFINITY : high.doubleValue());
    }

    private static boolean isFinite(JsonNode node) {
        return node.isNumber() && Double.isFinite(node.doubleValue());
    }

    /** Notes that a field is wrong. */
    public void refuse(String field, String message) {
        errors.add(new FieldError(field, message));
    }

    /** All that is wrong, the fields nobody asked for included. */
    public List<FieldError> finish() {
        Set<String> unknown = new HashSet<>();
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown.add(name);
            }
        });
        String expected = "unknown field; expected one of " + String.join(", ", known);
        List<FieldError> all = new ArrayList<>(errors);
        unknown.stream()
                .sorted()
                .limit(MAX_UNKNOWN)
                .map(name -> new FieldError(shorten(name), expected))
                .forEach(all::add);
        if (unknown.size() > MAX_UNKNOWN) {
            all.add(new FieldError("*", (unknown.size() - MAX_UNKNOWN) + " more unknown fields"));
        }
        return List.copyOf(all);
    }

    /** A value as an error message shows it: its kind, and itself where that is short. */
    public static String describe(JsonNode node) {
        if (node.isObject()) {
            return "an object";
        }
        if (node.isArray()) {
            return "an array";
        }
        if (node.isBinary()) {
            return "a file";
        }
        return (node.isTextual() ? "the string " : "") + shorten(node.toString());
    }

    /** A caller's string as an error message shows it. */
    public static String quote(String text) {
        return shorten(TextNode.valueOf(text).toString());
    }

    private @Nullable JsonNode take(String field) {
        known.add(field);
        JsonNode node = object.get(field);
        return node == null || node.isNull() ? null : node;
    }

    /** A caller's text as far as an error message shows it. */
    public static String shorten(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
