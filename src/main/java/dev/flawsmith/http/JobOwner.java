package dev.flawsmith.http;

import dev.flawsmith.http.security.Caller;
import dev.flawsmith.http.security.Scope;
import io.javalin.http.Context;
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
     * Whose jobs are listed, by the parameter {@code owner}: a name, {@value #EVERYBODY}, or nothing for the caller's own. A
     * name that a server without tokens cannot have is refused there.
     *
     * @return null for everybody's
     * @throws ApiException 403 if they are others' and the caller's token is not an admin's
     */
    static @Nullable String listed(Context ctx, QueryReader query) {
        String asked = query.text("owner");
        if (asked == null || asked.equals(of(ctx))) {
            return of(ctx);
        }
        Access.require(ctx, Scope.ADMIN, "owner");
        if (Access.isAdmin(ctx)) {
            return asked.equals(EVERYBODY) ? null : asked;
        }
        if (!asked.equals(EVERYBODY)) {
            query.refuse(
                    "owner",
                    "expected " + of(ctx) + " or " + EVERYBODY + " on a server without tokens, found "
                            + FieldReader.quote(asked));
        }
        return of(ctx);
    }
}
