package dev.flawsmith.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request's events to the client that made it, for as long as it listens, and keeps them for when it comes back. One thread;
 * close it when the request is over.
 */
final class ResumableSink implements EventStream.Sink, AutoCloseable {
    private final KeptStream kept;
    private final HttpServletResponse response;
    private final ClientProbe probe;
    private EventStream.@Nullable Sink client;
    private boolean listening = true;

    /** @param response not touched before the first event, so that what is refused at the door has a status */
    ResumableSink(KeptStream kept, HttpServletResponse response, ClientProbe probe) {
        this.kept = kept;
        this.response = response;
        this.probe = probe;
    }

    /** Something that is written to the client. */
    @FunctionalInterface
    private interface Writing {
        void to(EventStream.Sink client) throws IOException;
    }

    @Override
    public void event(long id, byte[] text) {
        kept.add(id, text);
        unlessLeft(to -> to.event(id, text));
    }

    @Override
    public void comment() {
        unlessLeft(EventStream.Sink::comment);
    }

    private void unlessLeft(Writing writing) {
        if (listening) {
            try {
                EventStream.Sink to = client == null ? EventStream.head(response) : client;
                client = to;
                writing.to(to);
            } catch (IOException e) {
                leave();
            }
        }
    }

    /** Whether nobody listens any more, nor is likely to. */
    boolean forsaken() {
        if (listening && probe.gone()) {
            leave();
        }
        return kept.forsaken();
    }

    boolean listening() {
        return listening;
    }

    private void leave() {
        listening = false;
        kept.leave();
    }

    @Override
    public void close() {
        kept.end();
        if (listening) {
            leave();
        }
    }
}
