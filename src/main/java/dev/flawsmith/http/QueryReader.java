package dev.flawsmith.http;

import dev.flawsmith.synthesis.FieldError;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a query; every wrong one is told at once, at the end. */
final class QueryReader {
    private static final int LONGEST = 64;

    private final Map<String, List<String>> parameters;
    private final List<FieldError> errors = new ArrayList<>();

    /** @param known the names there are; others are refused */
    QueryReader(Context ctx, String... known) {
        this.parameters = ctx.queryParamMap();
        List<String> names = Stream.of(known).sorted().toList();
        parameters.keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .limit(LONGEST)
                .forEach(name -> refuse(
                        name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name,
                        "unknown parameter; expected one of " + String.join(", ", names)));
    }

    /** A value of 1 to {@value #LONGEST} characters; null if there is none, or a wrong one. */
    @Nullable
    String text(String name) {
        return text(name, LONGEST);
    }

    @Nullable
    String text(String name, int longest) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return null;
        }
        String value = values.get(0);
        if (values.size() > 1 || value.isEmpty() || value.length() > longest || value.indexOf('\0') >= 0) {
            refuse(name, "expected one value of 1 to " + longest + " characters, found another");
            return null;
        }
        return value;
    }

    /** A whole number from {@code low}, at least 0, to {@code high}; {@code byDefault} if there is none, or a wrong one. */
    int whole(String name, int low, int high, int byDefault) {
        String text = text(name);
        if (text == null) {
            return byDefault;
        }
        int value = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (value < low || value > high) {
            refuse(name, "expected a whole number from " + low + " to " + high + ", found " + FieldReader.quote(text));
            return byDefault;
        }
        return value;
    }

    void refuse(String name, String message) {
        errors.add(new FieldError(name, message));
    }

    /**
     * To be called after the last parameter.
     *
     * @throws ApiException 400, naming every wrong one
     */
    void finish() {
        if (!errors.isEmpty()) {
            String all = errors.stream()
                    .map(error -> error.field() + ": " + error.message())
                    .collect(Collectors.joining("; "));
            throw new ApiException(400, "invalid_request", all, errors);
        }
    }
}
