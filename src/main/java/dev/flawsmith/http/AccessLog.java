package dev.flawsmith.http;

import dev.flawsmith.http.security.Caller;
import io.javalin.http.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a request, in words and as fields: never its body or its query, and so never a prompt, and no token. */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private AccessLog() {}

    static void write(Context ctx, float milliseconds) {
        LOG.atInfo()
                .addKeyValue("method", HeadAsGet.method(ctx))
                .addKeyValue("path", ctx.path())
                .addKeyValue("status", ctx.statusCode())
                .addKeyValue("milliseconds", Math.round(milliseconds))
                .addKeyValue("caller", Caller.of(ctx).name())
                .addKeyValue("remote", ctx.ip())
                .log(
                        "{} {} {} {} {} ms",
                        RequestId.of(ctx),
                        HeadAsGet.method(ctx),
                        ctx.path(),
                        ctx.statusCode(),
                        Math.round(milliseconds));
    }
}
