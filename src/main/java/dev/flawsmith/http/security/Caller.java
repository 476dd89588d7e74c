package dev.flawsmith.http.security;

import io.javalin.http.Context;
import java.util.Objects;

/**
 * Whom a request comes from.
 *
 * @param name the name of the request's token, {@code anonymous} on a server without tokens and on public routes
 */
public record Caller(String name) {
    /** Nobody that is known. */
    public static final Caller ANONYMOUS = new Caller("anonymous");

    private static final String ATTRIBUTE = "flawsmith.caller";

    /** Notes the caller for {@link #of}. */
    public void assignTo(Context ctx) {
        ctx.attribute(ATTRIBUTE, this);
    }

    /** The caller of a request. */
    public static Caller of(Context ctx) {
        Caller caller = ctx.attribute(ATTRIBUTE);
        return Objects.requireNonNullElse(caller, ANONYMOUS);
    }
}
