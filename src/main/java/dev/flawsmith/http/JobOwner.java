package dev.flawsmith.http;

import dev.flawsmith.http.security.Caller;
import dev.flawsmith.http.security.Scope;
import dev.flawsmith.synthesis.FieldError;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose jobs a request is about: whoever asks sees its own, and the scope {@code admin} those of everybody. */
final class JobOwner {
    /** In place of a name: everybody. */
    static final String EVERYBODY = "*";

    private JobOwner() {}

    /** The caller's name, whose a new job is; where nobody has to say who they are, all share their jobs. */
    static String of(Context ctx) {
        return Caller.of(ctx).name();
    }

    /** Whose jobs the caller may see and cancel where it has their ids; null for everybody's. */
    static @Nullable String seenBy(Context ctx) {
        return Access.isAdmin(ctx) ? null : of(ctx);
    }

    /**
     * Whose jobs are listed.
     *
     * @param asked a name, {@value #EVERYBODY}, or null for the caller's own
     * @return null for everybody's
     * @throws ApiException 403 if they are others' and the caller's token is not an admin's; 400 if there are no tokens
     */
    static @Nullable String listed(Context ctx, @Nullable String asked) {
        if (asked == null || asked.equals(of(ctx))) {
            return of(ctx);
        }
        Access.require(ctx, Scope.ADMIN, "owner");
        if (Access.isAdmin(ctx)) {
            return asked.equals(EVERYBODY) ? null : asked;
        }
        if (!asked.equals(EVERYBODY)) { // no tokens: everybody is the same
            String message = "expected " + of(ctx) + " or " + EVERYBODY + " on a server without tokens, found another";
            throw new ApiException(
                    400, "invalid_request", "owner: " + message, List.of(new FieldError("owner", message)));
        }
        return of(ctx);
    }
}
