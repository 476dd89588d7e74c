package dev.flawsmith.http;

import io.javalin.http.Context;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Has HEAD handled as GET, guarded by the same scope, so that it is answered with the same headers (RFC 9110, section 9.3.2);
 * Jetty, which knows better, leaves the content out. Who would read a whole file or follow events for hours asks {@link
 * #asked} first.
 */
final class HeadAsGet extends Handler.Wrapper {
    private static final String ATTRIBUTE = "flawsmith.head";

    /** Whether the request, which says GET, is a HEAD. */
    static boolean asked(Context ctx) {
        return ctx.req().getAttribute(ATTRIBUTE) != null;
    }

    /** The method that the client sent. */
    static String method(Context ctx) {
        return asked(ctx) ? HttpMethod.HEAD.asString() : ctx.method().name();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!HttpMethod.HEAD.is(request.getMethod())) {
            return super.handle(request, response, callback);
        }
        request.setAttribute(ATTRIBUTE, true);
        return super.handle(new Get(request), response, callback);
    }

    private static final class Get extends Request.Wrapper {
        Get(Request head) {
            super(head);
        }

        @Override
        public String getMethod() {
            return HttpMethod.GET.asString();
        }
    }
}
