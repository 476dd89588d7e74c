package dev.flawsmith.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.http.security.Caller;
import dev.flawsmith.synthesis.Preview;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.SynthesizedImage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/images}: a checked request in; a PNG, JSON, a zip or a stream of events out. */
final class ImagesEndpoint implements Routes {
    private final ImageRequests requests;
    private final ImageRequestReader reader;
    private final StreamShelf streams;

    /** @param streams where events are kept for clients that come back for them */
    ImagesEndpoint(ImageRequests requests, StreamShelf streams) {
        this.requests = requests;
        this.streams = streams;
        this.reader = new ImageRequestReader(requests);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/v1/images", ctx -> requests.admitPhoto(ctx, this::answer));
    }

    private void answer(Context ctx, ObjectNode json) throws IOException {
        ResponseKind kind = ResponseKind.negotiate(ctx.header("Accept")).orElseThrow(() -> notAcceptable(ctx));
        ImageRequestReader.Asked asked = reader.read(json, kind);
        SynthesisRequest request = asked.request();
        switch (kind) {
            case JSON -> answerJson(ctx, request);
            case PNG -> answerPng(ctx, request);
            case ZIP -> answerZip(ctx, request);
            case EVENTS -> answerEvents(ctx, asked);
        }
    }

    private void answerEvents(Context ctx, ImageRequestReader.Asked asked) throws IOException {
        SynthesisRequest request = asked.request();
        if (asked.resume().isZero()) {
            requests.stream(ctx, request, new Events(request, asked.previews(), null));
        } else {
            KeptStream kept = streams.open(Caller.of(ctx), asked.resume());
            requests.stream(ctx, request, new Events(request, asked.previews(), kept.id()), kept);
        }
    }

    private void answerJson(Context ctx, SynthesisRequest request) throws IOException {
        long start = System.nanoTime();
        List<ImageBody> bodies =
                requests.draw(ctx, request).stream().map(this::body).toList();
        ImagesBody answer = new ImagesBody(requests.now(), request.model(), bodies, secondsSince(start));
        ImageRequests.write(ctx, ResponseKind.JSON.mediaType(), Json.write(answer));
    }

    private void answerPng(Context ctx, SynthesisRequest request) throws IOException {
        SynthesizedImage image = requests.draw(ctx, request).get(0);
        PngFile png = PngFile.of(image);
        ImageHeaders.of(image, requests.store().add(png)).forEach(ctx::header);
        ImageRequests.write(ctx, ResponseKind.PNG.mediaType(), png.bytes());
    }

    /** Begins once all images are there, so that a failure is still a status. */
    private void answerZip(Context ctx, SynthesisRequest request) throws IOException {
        long start = System.nanoTime();
        List<SynthesizedImage> images = requests.draw(ctx, request);
        double seconds = secondsSince(start);
        HttpServletResponse response = ctx.res();
        response.setContentType(ResponseKind.ZIP.mediaType());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Disposition", "attachment; filename=\"images.zip\"");
        ImagesArchive archive = new ImagesArchive(response.getOutputStream(), requests.store());
        for (SynthesizedImage image : images) {
            archive.add(image);
        }
        archive.finish(requests.now(), request.model(), seconds);
    }

    private ImageBody body(SynthesizedImage image) {
        PngFile png = PngFile.of(image);
        return ImageBody.of(image, png, requests.store().add(png));
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static ApiException notAcceptable(Context ctx) {
        return new ApiException(
                406,
                "not_acceptable",
                "expected Accept to allow application/json, image/png, application/zip or text/event-stream, found "
                        + ctx.header("Accept"));
    }

    /** {@code queued}, {@code position}, {@code progress}, {@code preview}, {@code image}, {@code done}. */
    private final class Events implements EventForm {
        private final long start = System.nanoTime();
        private final SynthesisRequest request;
        private final int previews;
        private final @Nullable String stream;

        Events(SynthesisRequest request, int previews, @Nullable String stream) {
            this.request = request;
            this.previews = previews;
            this.stream = stream;
        }

        @Override
        public boolean numbered() {
            return true;
        }

        @Override
        public int previews() {
            return previews;
        }

        @Override
        public void queued(EventStream events, int ahead) throws IOException {
            events.send(
                    "queued", new ImageEventBody.Queued(request.model(), request.n(), request.seed(), ahead, stream));
        }

        @Override
        public void waiting(EventStream events, int ahead) throws IOException {
            events.send("position", new ImageEventBody.Position(ahead));
        }

        @Override
        public void progressed(EventStream events, int stepsDone, int stepsTotal) throws IOException {
            events.send("progress", new ImageEventBody.Progress(stepsDone, stepsTotal));
        }

        @Override
        public void previewed(EventStream events, Preview preview) throws IOException {
            events.send("preview", PreviewBody.of(preview));
        }

        @Override
        public void released(EventStream events, SynthesizedImage image) throws IOException {
            events.send("image", body(image));
        }

        @Override
        public void finished(EventStream events, List<SynthesizedImage> images) throws IOException {
            events.send("done", new ImageEventBody.Done(request.model(), images.size(), secondsSince(start)));
        }
    }
}
