package dev.flawsmith.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events (WHATWG HTML, 9.2), each flushed at once. One thread at a time. */
public final class EventStream {
    private final OutputStream out;

    /** Commits the response: from here on a failure can only be told as an event. */
    static EventStream open(HttpServletResponse response) throws IOException {
        response.setStatus(200);
        response.setContentType("text/event-stream");
        response.setHeader("Cache-Control", "no-store");
        // Proxies such as nginx hold a response back unless told otherwise.
        response.setHeader("X-Accel-Buffering", "no");
        return new EventStream(response.getOutputStream());
    }

    EventStream(OutputStream out) {
        this.out = out;
    }

    /** Sends one event; its data is one line of JSON. */
    public void send(String event, Object data) throws IOException {
        out.write(("event: " + event + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
        out.write(Json.write(data));
        out.write("\n\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Sends one event with an id, which a client that comes back names in {@code Last-Event-ID}. */
    void send(String event, long id, Object data) throws IOException {
        out.write(("id: " + id + "\n").getBytes(StandardCharsets.US_ASCII));
        send(event, data);
    }

    /** Sends a comment, which clients skip: keeps idle connections open and finds the broken ones. */
    void ping() throws IOException {
        out.write(":\n\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
