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
     * Whose jobs are listed.
     *
     * @param asked a name, {@value #EVERYBODY}, or null for the caller's own
     * @return null for everybody's
     * @throws ApiException 403 if they are others' and the caller's token is not an admin's
     */
    static @Nullable String listed(Context ctx, @Nullable String asked) {
        if (asked == null || asked.equals(of(ctx))) {
            return of(ctx);
        }
        if (!Access.isAdmin(ctx)) {
            throw new ApiException(
                    403,
                    "missing_scope",
                    "owner: expected a token with the scope " + Scope.ADMIN.wireName()
                            + " to list the jobs of others, found " + of(ctx) + " without it");
        }
        return asked.equals(EVERYBODY) ? null : asked;
    }
}
