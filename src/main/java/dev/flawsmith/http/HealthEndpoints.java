package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** {@code /healthz}: the process lives. {@code /readyz}: it takes work. */
final class HealthEndpoints {
    private final Admission admission;

    HealthEndpoints(Admission admission) {
        this.admission = admission;
    }

    void health(Context ctx) {
        answer(ctx, new Status("ok", null));
    }

    void readiness(Context ctx) {
        if (admission.stopping()) {
            ctx.status(503);
            answer(
                    ctx,
                    new Status(
                            "stopping",
                            "the server is shutting down: requests in flight finish, new ones are refused"));
        } else {
            answer(ctx, new Status("ready", null));
        }
    }

    private static void answer(Context ctx, Status status) {
        ctx.header("Cache-Control", "no-store").contentType("application/json").result(Json.write(status));
    }

    private record Status(
            String status,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String reason) {}
}
