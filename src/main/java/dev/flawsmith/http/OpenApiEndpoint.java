package dev.flawsmith.http;

import dev.flawsmith.http.openapi.ApiRoute;
import dev.flawsmith.http.openapi.OpenApiDocument;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /openapi.json}: made of the table of routes and its records at the first request, which a start need not pay. */
final class OpenApiEndpoint implements Handler {
    private final List<ApiRoute> routes;
    private byte @Nullable [] document; // guarded by this

    OpenApiEndpoint(List<ApiRoute> routes) {
        this.routes = List.copyOf(routes);
    }

    @Override
    public void handle(Context ctx) {
        ctx.header("Cache-Control", "no-cache").contentType("application/json").result(document());
    }

    private synchronized byte[] document() {
        if (document == null) {
            document = Json.write(OpenApiDocument.of(routes, ErrorBody.class, version()));
        }
        return document;
    }

    private static String version() {
        return Objects.requireNonNullElse(OpenApiEndpoint.class.getPackage().getImplementationVersion(), "development");
    }
}
