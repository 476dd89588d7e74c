package dev.flawsmith.http;

import java.util.Map;

/** Headers on every answer. There is deliberately no CORS header: other sites' pages cannot read from this server. */
final class SecurityHeaders {
    static final Map<String, String> ALL = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'; object-src 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private SecurityHeaders() {}
}
