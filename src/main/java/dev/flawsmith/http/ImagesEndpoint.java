package dev.flawsmith.http;

import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.SynthesizedImage;
import dev.flawsmith.synthesis.Synthesizer;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/**
 * {@code POST /v1/images}: a checked request in; a PNG, JSON or a stream of events out. Holds its thread until the images
 * are there: {@link Admission} bounds how many do.
 */
final class ImagesEndpoint implements Handler {
    private final Synthesizer synthesizer;
    private final ServerOptions options;
    private final Admission admission;
    private final ErrorMapper errors;
    private final InstantSource clock;
    private final ImageRequestReader reader;
    private final RequestBody body;

    ImagesEndpoint(
            Synthesizer synthesizer,
            ServerOptions options,
            Admission admission,
            ErrorMapper errors,
            InstantSource clock) {
        this.synthesizer = synthesizer;
        this.options = options;
        this.admission = admission;
        this.errors = errors;
        this.clock = clock;
        this.reader = new ImageRequestReader(synthesizer);
        this.body = new RequestBody(options.maxBodyBytes());
    }

    @Override
    public void handle(Context ctx) throws IOException {
        admission.enter();
        try {
            ResponseKind kind = ResponseKind.negotiate(ctx.header("Accept")).orElseThrow(() -> notAcceptable(ctx));
            SynthesisRequest request = reader.read(Json.readObject(body.read(ctx.req())), kind);
            switch (kind) {
                case JSON -> answerJson(ctx, request);
                case PNG -> answerPng(ctx, request);
                case EVENTS -> answerEvents(ctx, request);
            }
        } finally {
            admission.leave();
        }
    }

    private void answerJson(Context ctx, SynthesisRequest request) throws IOException {
        long start = System.nanoTime();
        List<SynthesizedImage> images = synthesize(ctx, request);
        List<ImageBody> bodies = images.stream().map(ImageBody::of).toList();
        ImagesBody answer =
                new ImagesBody(clock.instant().getEpochSecond(), request.model(), bodies, secondsSince(start));
        write(ctx, ResponseKind.JSON.mediaType(), Json.write(answer));
    }

    private void answerPng(Context ctx, SynthesisRequest request) throws IOException {
        SynthesizedImage image = synthesize(ctx, request).get(0);
        ImageHeaders.of(image).forEach(ctx::header);
        write(ctx, ResponseKind.PNG.mediaType(), PngFile.of(image).bytes());
    }

    private void answerEvents(Context ctx, SynthesisRequest request) throws IOException {
        long start = System.nanoTime();
        ImageEvents mailbox = new ImageEvents();
        try (SynthesisWait wait = submit(ctx, request, mailbox)) {
            EventStream events = EventStream.open(ctx.res());
            events.send("queued", new Queued(request.model(), request.n(), request.seed()));
            try {
                List<SynthesizedImage> images = wait.await(() -> mailbox.drainTo(events));
                mailbox.drainTo(events);
                for (SynthesizedImage image : images) {
                    mailbox.send(image, events);
                }
                events.send("done", new Done(request.model(), images.size(), secondsSince(start)));
            } catch (ClientGoneException e) {
                throw e;
            } catch (RuntimeException e) {
                events.send("error", errors.answer(e, RequestId.of(ctx)).body());
            }
        }
    }

    private List<SynthesizedImage> synthesize(Context ctx, SynthesisRequest request) throws IOException {
        try (SynthesisWait wait = submit(ctx, request, SynthesisListener.NONE)) {
            return wait.await(() -> {});
        }
    }

    private SynthesisWait submit(Context ctx, SynthesisRequest request, SynthesisListener listener) {
        ClientProbe client = ClientProbe.of(ctx);
        return new SynthesisWait(synthesizer.submit(request, listener), client, admission, options.requestTimeout());
    }

    /** Writes at once, inside the admission, so that a server that stops knows when an answer is out. */
    private static void write(Context ctx, String contentType, byte[] content) throws IOException {
        ctx.res().setContentType(contentType);
        ctx.res().setHeader("Cache-Control", "no-store");
        ctx.res().setContentLength(content.length);
        ctx.res().getOutputStream().write(content);
        ctx.res().getOutputStream().flush();
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static ApiException notAcceptable(Context ctx) {
        return new ApiException(
                406,
                "not_acceptable",
                "expected Accept to allow application/json, image/png or text/event-stream, found "
                        + ctx.header("Accept"));
    }

    /** The data of a {@code queued} event: what was taken up; {@code seed} is that of the first image. */
    private record Queued(String model, int n, long seed) {}

    /** The data of a {@code done} event. */
    private record Done(String model, int images, double seconds) {}
}
