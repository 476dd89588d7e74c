package dev.flawsmith.http;

import dev.flawsmith.jobs.JobFilter;
import dev.flawsmith.jobs.JobState;
import dev.flawsmith.synthesis.FieldError;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads which jobs a request lists; every wrong parameter is told at once. */
final class JobQuery {
    private static final Set<String> KNOWN = Set.of("state", "kind", "after", "limit");
    private static final int DEFAULT_LIMIT = 20;
    private static final int LONGEST = 64;

    private final Map<String, List<String>> parameters;
    private final List<FieldError> errors = new ArrayList<>();

    private JobQuery(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /**
     * The filter that a request asks for.
     *
     * @throws ApiException 400
     */
    static JobFilter read(Context ctx) {
        JobQuery query = new JobQuery(ctx.queryParamMap());
        JobState state = query.state();
        String kind = query.one("kind");
        String after = query.one("after");
        int limit = query.limit();
        query.parameters.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .sorted()
                .limit(LONGEST)
                .forEach(name -> query.errors.add(
                        new FieldError(shown(name), "unknown parameter; expected one of after, kind, limit, state")));
        if (!query.errors.isEmpty()) {
            throw new ApiException(
                    400,
                    "invalid_request",
                    query.errors.stream()
                            .map(error -> error.field() + ": " + error.message())
                            .collect(Collectors.joining("; ")),
                    query.errors);
        }
        return new JobFilter(state, kind, after, limit);
    }

    private @Nullable JobState state() {
        String name = one("state");
        if (name == null) {
            return null;
        }
        JobState state = JobState.named(name).orElse(null);
        if (state == null) {
            String names =
                    Arrays.stream(JobState.values()).map(JobState::wireName).collect(Collectors.joining(", "));
            errors.add(new FieldError("state", "expected one of " + names + ", found " + FieldReader.quote(name)));
        }
        return state;
    }

    private int limit() {
        String text = one("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > JobFilter.MOST) {
            errors.add(new FieldError(
                    "limit",
                    "expected a whole number from 1 to " + JobFilter.MOST + ", found " + FieldReader.quote(text)));
            return DEFAULT_LIMIT;
        }
        return limit;
    }

    private @Nullable String one(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return null;
        }
        String value = values.get(0);
        if (values.size() > 1 || value.isEmpty() || value.length() > LONGEST || value.indexOf('\0') >= 0) {
            errors.add(new FieldError(name, "expected one value of 1 to " + LONGEST + " characters, found another"));
            return null;
        }
        return value;
    }

    private static String shown(String name) {
        return name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
    }
}
