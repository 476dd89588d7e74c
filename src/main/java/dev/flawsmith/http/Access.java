package dev.flawsmith.http;

import dev.flawsmith.http.openapi.ApiRoute;
import dev.flawsmith.http.security.Caller;
import dev.flawsmith.http.security.RateLimit;
import dev.flawsmith.http.security.Scope;
import dev.flawsmith.http.security.Token;
import dev.flawsmith.http.security.Tokens;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request in or refuses it: 401 without a valid token, 403 without the route's scope, 429 where a caller asks too
 * often. A route that the table does not have needs the strictest scope. Thread-safe.
 */
final class Access {
    private static final String REALM = "Bearer realm=\"flawsmith\"";
    private static final String SCOPES = "flawsmith.scopes";
    /** RFC 6750, section 2.1. */
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*) *");

    private static final ApiRoute UNLISTED = ApiRoute.guarded("GET", "", Scope.ADMIN, "");

    private final @Nullable Tokens tokens;
    private final @Nullable RateLimit limit;
    private final Map<String, ApiRoute> routes = new HashMap<>();

    /**
     * @param routes what each route needs
     * @throws dev.flawsmith.http.security.TokenFileException if the token file cannot be used
     */
    Access(AccessOptions options, List<ApiRoute> routes) {
        this.tokens = options.tokenFile() == null ? null : Tokens.of(options.tokenFile());
        this.limit = options.requestsPerSecond() == 0
                ? null
                : new RateLimit(options.requestsPerSecond(), options.burst(), System::nanoTime);
        routes.forEach(route -> this.routes.put(key(route.method(), route.path()), route));
    }

    boolean hasTokens() {
        return tokens != null;
    }

    /**
     * Checks a request that has found its route.
     *
     * @throws ApiException 401, 403 or 429
     */
    void check(Context ctx) {
        Endpoint route = ctx.endpoints().matchedHttpEndpoint();
        ApiRoute listed = route == null ? null : routes.get(key(route.method.name(), route.path));
        ApiRoute asked = listed == null ? UNLISTED : listed;
        if (asked.scope() == null) {
            return;
        }
        if (tokens != null) {
            authenticate(ctx, tokens, asked, asked.scope());
        }
        Caller caller = Caller.of(ctx);
        if (limit != null && !limit.take(caller.name())) {
            throw new ApiException(
                    429,
                    "rate_limited",
                    "expected fewer requests a second of " + caller.name() + "; try again after Retry-After seconds");
        }
    }

    private static void authenticate(Context ctx, Tokens tokens, ApiRoute route, Scope needed) {
        String header = ctx.header("Authorization");
        if (header == null) {
            throw unauthorized(ctx, REALM, "expected the header Authorization: Bearer TOKEN, found none");
        }
        Matcher bearer = BEARER.matcher(header);
        if (!bearer.matches()) {
            throw unauthorized(ctx, REALM, "expected the header Authorization: Bearer TOKEN, found another form of it");
        }
        Token token = tokens.find(bearer.group(1))
                .orElseThrow(() -> unauthorized(
                        ctx,
                        REALM + ", error=\"invalid_token\"",
                        "expected a token of this server, found an unknown or revoked one"));
        new Caller(token.name()).assignTo(ctx);
        ctx.attribute(SCOPES, token.scopes());
        if (!route.grantedBy(token.scopes())) {
            ctx.header(
                    "WWW-Authenticate", REALM + ", error=\"insufficient_scope\", scope=\"" + needed.wireName() + "\"");
            throw new ApiException(
                    403,
                    "missing_scope",
                    "expected a token with the scope " + needed.wireName() + alternatives(route) + ", found "
                            + token.name() + " without it");
        }
    }

    /**
     * For what a request asks beside its route's own scope.
     *
     * @throws ApiException 403 unless its token has the scope, or the server has no tokens
     */
    static void require(Context ctx, Scope scope, String what) {
        Set<Scope> scopes = ctx.attribute(SCOPES);
        if (scopes != null && !scope.grantedBy(scopes)) {
            ctx.header(
                    "WWW-Authenticate", REALM + ", error=\"insufficient_scope\", scope=\"" + scope.wireName() + "\"");
            throw new ApiException(
                    403,
                    "missing_scope",
                    what + ": expected a token with the scope " + scope.wireName() + ", found "
                            + Caller.of(ctx).name() + " without it");
        }
    }

    /** Whether the request's token may do everything; false where the server has no tokens. */
    static boolean isAdmin(Context ctx) {
        Set<Scope> scopes = ctx.attribute(SCOPES);
        return scopes != null && Scope.ADMIN.grantedBy(scopes);
    }

    private static String alternatives(ApiRoute route) {
        StringBuilder text = new StringBuilder();
        route.others().forEach(other -> text.append(" or ").append(other.wireName()));
        return text.toString();
    }

    private static ApiException unauthorized(Context ctx, String challenge, String message) {
        ctx.header("WWW-Authenticate", challenge);
        return new ApiException(401, "unauthorized", message);
    }

    private static String key(String method, String path) {
        return method + " " + path;
    }
}
