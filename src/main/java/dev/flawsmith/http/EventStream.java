package dev.flawsmith.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events (WHATWG HTML, 9.2), each flushed at once. One thread at a time. */
public final class EventStream {
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Sink sink;
    private final boolean numbered;
    private long last;

    /** Where events go. */
    interface Sink {
        /**
         * A whole event.
         *
         * @param id 0 where it has none
         */
        void event(long id, byte[] text) throws IOException;

        /** What clients skip: keeps idle connections open and finds the broken ones. */
        void comment() throws IOException;
    }

    private EventStream(Sink sink, boolean numbered) {
        this.sink = sink;
        this.numbered = numbered;
    }

    /** Commits the response: from here on a failure can only be told as an event. */
    static EventStream open(HttpServletResponse response) throws IOException {
        return new EventStream(head(response), false);
    }

    /** Events without ids. */
    static EventStream unnumbered(Sink sink) {
        return new EventStream(sink, false);
    }

    /** The ids of its events count from 1. */
    static EventStream numbered(Sink sink) {
        return new EventStream(sink, true);
    }

    /** The response itself. */
    static Sink head(HttpServletResponse response) throws IOException {
        response.setStatus(200);
        response.setContentType("text/event-stream");
        response.setHeader("Cache-Control", "no-store");
        // Proxies such as nginx hold a response back unless told otherwise.
        response.setHeader("X-Accel-Buffering", "no");
        OutputStream out = response.getOutputStream();
        return new Sink() {
            @Override
            public void event(long id, byte[] text) throws IOException {
                out.write(text);
                out.flush();
            }

            @Override
            public void comment() throws IOException {
                out.write(COMMENT);
                out.flush();
            }
        };
    }

    /** Sends one event; its data is one line of JSON. */
    public void send(String event, Object data) throws IOException {
        send(event, numbered ? ++last : 0, data);
    }

    /** Sends one event with an id, which a client that comes back names in {@code Last-Event-ID}; 0 is none. */
    void send(String event, long id, Object data) throws IOException {
        byte[] json = Json.write(data);
        String head = (id == 0 ? "" : "id: " + id + "\n") + "event: " + event + "\ndata: ";
        ByteArrayOutputStream text = new ByteArrayOutputStream(head.length() + json.length + 2);
        text.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        text.writeBytes(json);
        text.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        sink.event(id, text.toByteArray());
    }

    /** Sends a comment. */
    void ping() throws IOException {
        sink.comment();
    }
}
