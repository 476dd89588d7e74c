package dev.flawsmith.http;

import dev.flawsmith.http.metrics.ServerMetrics;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code /metrics}: the server's figures for Prometheus. */
final class MetricsEndpoint implements Routes {
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final ServerMetrics metrics;

    MetricsEndpoint(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/metrics", this::answer);
    }

    private void answer(Context ctx) {
        ctx.header("Cache-Control", "no-store").contentType(MEDIA_TYPE).result(metrics.scrape());
    }
}
