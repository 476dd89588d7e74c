package dev.flawsmith.http;

import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Has HEAD handled as GET, so that it is answered with the same headers (RFC 9110, section 9.3.2); Jetty, which knows better,
 * leaves the content out. Event streams, which may go on for hours, are left to Javalin: 200 and nothing more.
 */
final class HeadAsGet extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        boolean events = path.endsWith("/events") || path.startsWith("/v1/images/streams/");
        boolean head = HttpMethod.HEAD.is(request.getMethod()) && !events;
        return super.handle(head ? new Get(request) : request, response, callback);
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
