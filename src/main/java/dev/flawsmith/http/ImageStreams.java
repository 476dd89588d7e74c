package dev.flawsmith.http;

import dev.flawsmith.http.security.Caller;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;

/**
 * {@code GET /v1/images/streams/{id}}: the events of a request made with {@code resume_seconds}, from the beginning or after
 * {@code Last-Event-ID}, until its last one.
 */
final class ImageStreams implements Routes {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final long PING_NANOS = 5_000_000_000L;

    private final StreamShelf shelf;
    private final CallerSlots slots;
    private final Admission admission;
    private final ErrorMapper errors;

    /** @param slots for streams that are held open */
    ImageStreams(StreamShelf shelf, CallerSlots slots, Admission admission, ErrorMapper errors) {
        this.shelf = shelf;
        this.slots = slots;
        this.admission = admission;
        this.errors = errors;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/v1/images/streams/{id}", this::handle);
    }

    private void handle(Context ctx) throws IOException {
        long after = LastEventId.of(ctx);
        Caller caller = Caller.of(ctx);
        KeptStream stream = shelf.join(caller, ctx.pathParam("id"));
        try {
            if (HeadAsGet.asked(ctx)) {
                EventStream.head(ctx.res());
                return;
            }
            CallerSlots.Slot slot = slots.take(caller);
            try (slot) {
                transfer(ctx, stream, after);
            }
        } finally {
            stream.leave();
        }
    }

    /** A server that stops lets the request end, and this with it. */
    private void transfer(Context ctx, KeptStream stream, long after) throws IOException {
        admission.beginTransfer();
        try {
            follow(ctx, stream, after);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            admission.endTransfer();
        }
    }

    private void follow(Context ctx, KeptStream stream, long first) throws IOException, InterruptedException {
        ClientProbe client = ClientProbe.of(ctx);
        KeptStream.News news = stream.after(first, Duration.ZERO);
        if (!news.whole()) {
            throw forgotten();
        }
        EventStream.Sink out = EventStream.head(ctx.res());
        out.comment(); // the headers are out before the first event comes
        long after = first;
        long lastWrite = System.nanoTime();
        while (true) {
            for (KeptStream.Event event : news.events()) {
                out.event(event.id(), event.text());
                after = event.id();
                lastWrite = System.nanoTime();
            }
            if (news.last()) {
                return;
            }
            if (client.gone()) {
                throw new ClientGoneException();
            }
            if (System.nanoTime() - lastWrite > PING_NANOS) {
                out.comment();
                lastWrite = System.nanoTime();
            }
            news = stream.after(after, LOOK);
            if (!news.whole()) { // the client takes them more slowly than they come
                EventStream.unnumbered(out)
                        .send("error", errors.answer(forgotten(), ctx).body());
                return;
            }
        }
    }

    private static ApiException forgotten() {
        return StreamShelf.gone("expected the id of an event whose followers are kept, found one too long ago");
    }
}
