package dev.flawsmith.http;

import dev.flawsmith.jobs.JobFilter;
import dev.flawsmith.jobs.JobState;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads which jobs a request lists. */
final class JobQuery {
    private static final int DEFAULT_LIMIT = 20;

    private JobQuery() {}

    /**
     * The filter that a request asks for.
     *
     * @throws ApiException 400, naming every wrong parameter; 403 for jobs of others
     */
    static JobFilter read(Context ctx) {
        QueryReader query = new QueryReader(ctx, "state", "kind", "owner", "after", "limit");
        JobState state = state(query);
        String kind = query.text("kind");
        String owner = JobOwner.listed(ctx, query);
        String after = query.text("after");
        int limit = query.whole("limit", 1, JobFilter.MOST, DEFAULT_LIMIT);
        query.finish();
        return new JobFilter(owner, state, kind, after, limit);
    }

    private static @Nullable JobState state(QueryReader query) {
        String name = query.text("state");
        if (name == null) {
            return null;
        }
        JobState state = JobState.named(name).orElse(null);
        if (state == null) {
            String names =
                    Arrays.stream(JobState.values()).map(JobState::wireName).collect(Collectors.joining(", "));
            query.refuse("state", "expected one of " + names + ", found " + FieldReader.quote(name));
        }
        return state;
    }
}
