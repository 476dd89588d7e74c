package dev.flawsmith.http;

import io.javalin.http.Context;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Names a request in its answer's {@code X-Request-Id} and in the log; a caller may bring its own name. */
final class RequestId {
    static final String HEADER = "X-Request-Id";

    /** The request's id in every line that is logged while it is handled. */
    static final String FIELD = "request_id";

    private static final String ATTRIBUTE = "flawsmith.request-id";
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    static void assign(Context ctx) {
        String id = choose(ctx.header(HEADER));
        ctx.attribute(ATTRIBUTE, id);
        ctx.header(HEADER, id);
        MDC.put(FIELD, id);
    }

    /** Ends the request's part of the log on this thread. */
    static void forget() {
        MDC.remove(FIELD);
    }

    static String of(Context ctx) {
        String id = ctx.attribute(ATTRIBUTE);
        return id == null ? "unnamed" : id;
    }

    /** The caller's own name if it is harmless, else a fresh one. */
    static String choose(@Nullable String wanted) {
        return wanted != null && ACCEPTED.matcher(wanted).matches()
                ? wanted
                : UUID.randomUUID().toString();
    }
}
