package dev.flawsmith.http;

import dev.flawsmith.synthesis.FieldError;
import io.javalin.http.Context;
import java.util.List;

/** Reads which event a client has seen last. */
final class LastEventId {
    private static final String HEADER = "Last-Event-ID";

    private LastEventId() {}

    /**
     * Its id, 0 for none.
     *
     * @throws ApiException 400
     */
    static long of(Context ctx) {
        String id = ctx.header(HEADER);
        if (id == null || id.isEmpty()) {
            return 0;
        }
        if (!id.matches("[0-9]{1,18}")) {
            String message = "expected the id of an event, a whole number, found " + FieldReader.quote(id);
            throw new ApiException(
                    400, "invalid_request", HEADER + ": " + message, List.of(new FieldError(HEADER, message)));
        }
        return Long.parseLong(id);
    }
}
