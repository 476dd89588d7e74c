package dev.flawsmith.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Errors of requests too broken to reach a route (a bad request line, headers too long), in the same JSON. */
final class JettyErrors extends ErrorHandler {
    private final Consumer<String> refused;

    /** @param refused hears the code of every error */
    JettyErrors(Consumer<String> refused) {
        this.refused = refused;
    }

    /** Whatever the method: Jetty's own errors have a body for GET, POST and HEAD only. */
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String id = RequestId.choose(request.getHeaders().get(RequestId.HEADER));
        String reason = HttpStatus.getMessage(code);
        ErrorBody body = ErrorBody.of(code, "http_" + code, "cannot serve this request: " + reason, List.of(), id);
        refused.accept("http_" + code);
        SecurityHeaders.ALL.forEach(response.getHeaders()::put);
        response.getHeaders().put(RequestId.HEADER, id);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(Json.write(body)), callback);
    }
}
