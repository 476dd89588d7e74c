package dev.flawsmith.http;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a browser sends on behalf of another site. A site whose name is made to point at this machine (DNS
 * rebinding) gives itself away by its name in {@code Host}; a form or script of another site that posts here by its
 * {@code Origin}. Programs send no {@code Origin} and are not concerned.
 */
final class SiteCheck {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:@/\\[\\]]+)(:[0-9]{1,5})?");

    private final boolean loopbackOnly;

    /** @param loopbackOnly whether the server must be called by a name of the loopback address */
    SiteCheck(boolean loopbackOnly) {
        this.loopbackOnly = loopbackOnly;
    }

    /**
     * Checks a request.
     *
     * @throws ApiException 421 {@code wrong_host} or 403 {@code cross_origin}
     */
    void check(Context ctx) {
        String host = ctx.header("Host");
        if (loopbackOnly && !isLoopback(host)) {
            throw new ApiException(
                    421,
                    "wrong_host",
                    "expected the header Host to be localhost, 127.0.0.1 or [::1], with or without a port, found "
                            + (host == null ? "none" : FieldReader.quote(host))
                            + ": a server without tokens answers this machine only");
        }
        String origin = ctx.header("Origin");
        if (origin != null && !READING.contains(ctx.req().getMethod()) && !isOwn(origin, host)) {
            throw new ApiException(
                    403,
                    "cross_origin",
                    "expected no Origin or this server's own, found " + FieldReader.quote(origin)
                            + ": pages of other sites may not post here");
        }
    }

    static boolean isLoopback(@Nullable String host) {
        if (host == null) {
            return false;
        }
        Matcher parts = HOST.matcher(host);
        return parts.matches() && LOOPBACK.contains(parts.group(1).toLowerCase(Locale.ROOT));
    }

    /** Whatever the scheme: a proxy in front may speak TLS. */
    private static boolean isOwn(String origin, @Nullable String host) {
        int scheme = origin.indexOf("://");
        return host != null && scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host);
    }
}
