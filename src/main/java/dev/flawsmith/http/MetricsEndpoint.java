package dev.flawsmith.http;

import dev.flawsmith.http.metrics.ServerMetrics;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/** {@code /metrics}: the server's figures for Prometheus. */
final class MetricsEndpoint implements Handler {
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final ServerMetrics metrics;

    MetricsEndpoint(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void handle(Context ctx) {
        ctx.header("Cache-Control", "no-store").contentType(MEDIA_TYPE).result(metrics.scrape());
    }
}
