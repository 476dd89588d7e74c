package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.synthesis.Synthesizer;
import io.javalin.http.Context;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /healthz}: the process lives. {@code /readyz}: it takes work, all its models do. */
final class HealthEndpoints {
    private final Admission admission;
    private final Synthesizer synthesizer;
    private final @Nullable JobService jobs;

    /** @param jobs null where the server has none */
    HealthEndpoints(Admission admission, Synthesizer synthesizer, @Nullable JobService jobs) {
        this.admission = admission;
        this.synthesizer = synthesizer;
        this.jobs = jobs;
    }

    void health(Context ctx) {
        answer(ctx, new Status("ok", null, null));
    }

    /** Not ready, too, while any model takes no requests: another server may, and the other models here still do. */
    void readiness(Context ctx) {
        Map<String, String> troubles = synthesizer.troubles();
        if (admission.stopping()) {
            ctx.status(503);
            answer(
                    ctx,
                    new Status(
                            "stopping",
                            "the server is shutting down: requests in flight finish, new ones are refused",
                            null));
        } else if (!troubles.isEmpty()) {
            ctx.status(503);
            String reason = troubles.entrySet().stream()
                    .map(each -> "model " + each.getKey() + ": " + each.getValue())
                    .collect(Collectors.joining("; "));
            answer(ctx, new Status("stuck", reason, jobTrouble()));
        } else {
            answer(ctx, new Status("ready", null, jobTrouble()));
        }
    }

    /** Said, but no reason to send images elsewhere: those are drawn without the store. */
    private @Nullable String jobTrouble() {
        return jobs == null ? null : jobs.trouble().orElse(null);
    }

    private static void answer(Context ctx, Status status) {
        ctx.header("Cache-Control", "no-store").contentType("application/json").result(Json.write(status));
    }

    record Status(
            @JsonPropertyDescription("ok, ready, stopping or stuck.")
            String status,

            @JsonPropertyDescription("Why no requests are taken; left out where they are.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String reason,

            @JsonPropertyDescription(
                    "Why no jobs are taken, as last seen; left out where they are. Images are, all the same.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String jobs) {}
}
