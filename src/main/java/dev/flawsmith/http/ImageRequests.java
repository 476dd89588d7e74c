package dev.flawsmith.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.SynthesizedImage;
import dev.flawsmith.synthesis.Synthesizer;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * What every endpoint that draws images does alike, whatever its requests look like. It holds its thread until the images
 * are there: {@link Admission} bounds how many do. Thread-safe.
 */
public final class ImageRequests {
    /** Of a picture in Base64: 6 MiB of PNG. */
    private static final int PICTURE_BYTES = 8 << 20;
    /** Of a body with a photo, and its mask, in Base64: as much as of a form with them. */
    private static final int PHOTO_BYTES = FormBody.MOST_BYTES;
    /** Bodies longer than others that are parsed at once: each takes several times its length meanwhile. */
    private static final int PARSED_AT_ONCE = 2;

    private final Synthesizer synthesizer;
    private final ServerOptions options;
    private final Admission admission;
    private final ErrorMapper errors;
    private final InstantSource clock;
    private final RequestBody body;
    private final RequestBody picture;
    private final RequestBody photo;
    private final Semaphore parsing = new Semaphore(PARSED_AT_ONCE);
    private final ImageStore store;

    ImageRequests(
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
        this.body = new RequestBody(options.maxBodyBytes());
        this.picture = new RequestBody(Math.max(options.maxBodyBytes(), PICTURE_BYTES));
        this.photo = new RequestBody(Math.max(options.maxBodyBytes(), PHOTO_BYTES));
        this.store = new ImageStore(clock);
    }

    /** Answers a request whose body is a JSON object. */
    @FunctionalInterface
    public interface Exchange {
        /** Answers, before it returns. */
        void answer(Context ctx, ObjectNode json) throws IOException;
    }

    /** Answers a request whose body is a form. */
    @FunctionalInterface
    public interface FormExchange {
        /** Answers, before it returns. */
        void answer(Context ctx, FormBody form) throws IOException;
    }

    /** The models on offer, the default one first. */
    public List<ModelDescription> models() {
        return synthesizer.models();
    }

    /** Seconds since 1970. */
    public long now() {
        return clock.instant().getEpochSecond();
    }

    /** Where released images can be fetched again. */
    public ImageStore store() {
        return store;
    }

    /**
     * Reads the body and answers, counted as a request in flight all the while.
     *
     * @throws SynthesisException {@code SHUTTING_DOWN} or {@code QUEUE_FULL}, if there is no place
     * @throws ApiException if the body is no JSON object within the limit
     */
    public void admit(Context ctx, Exchange exchange) throws IOException {
        admission.enter();
        try {
            exchange.answer(ctx, readJson(ctx));
        } finally {
            admission.leave();
        }
    }

    /**
     * The same of a body that may hold a photo to draw on, for which it may be as long as a form.
     *
     * @throws SynthesisException {@code SHUTTING_DOWN} or {@code QUEUE_FULL}, if there is no place
     * @throws ApiException if the body is no JSON object within the limit
     */
    public void admitPhoto(Context ctx, Exchange exchange) throws IOException {
        admission.enter();
        try {
            exchange.answer(ctx, parse(photo.read(ctx.req())));
        } finally {
            admission.leave();
        }
    }

    private ObjectNode parse(byte[] json) {
        if (json.length <= options.maxBodyBytes()) {
            return Json.readObject(json);
        }
        parsing.acquireUninterruptibly();
        try {
            return Json.readObject(json);
        } finally {
            parsing.release();
        }
    }

    /**
     * The same of a body that is a form, read into memory.
     *
     * @throws SynthesisException {@code SHUTTING_DOWN} or {@code QUEUE_FULL}, if there is no place
     * @throws ApiException if the body is no form within the limits of {@link FormBody}
     */
    public void admitForm(Context ctx, FormExchange exchange) throws IOException {
        admission.enter();
        try {
            exchange.answer(ctx, FormBody.read(ctx.req()));
        } finally {
            admission.leave();
        }
    }

    /** The body as a JSON object, for requests that draw nothing. */
    public ObjectNode readJson(Context ctx) throws IOException {
        return Json.readObject(body.read(ctx.req()));
    }

    /** The same for a body that holds a picture. */
    public ObjectNode readPicture(Context ctx) throws IOException {
        return Json.readObject(picture.read(ctx.req()));
    }

    /**
     * Checks a draft that was read with {@code fields}.
     *
     * @throws SynthesisException {@code INVALID_REQUEST} or {@code UNKNOWN_MODEL}, with every wrong field: those that could
     *     not be read and those that the model refuses, by the caller's names
     */
    public SynthesisRequest check(RequestDraft draft, FieldReader fields, FieldNames names) {
        return new DraftCheck(synthesizer, names).check(draft, fields);
    }

    /** Starts drawing; close what is answered. */
    public SynthesisWait submit(Context ctx, SynthesisRequest request, SynthesisListener listener) {
        return submit(request, listener, ClientProbe.of(ctx)::gone);
    }

    private SynthesisWait submit(SynthesisRequest request, SynthesisListener listener, BooleanSupplier gone) {
        return new SynthesisWait(synthesizer.submit(request, listener), gone, admission, options.requestTimeout());
    }

    /** Draws and waits for all images. */
    public List<SynthesizedImage> draw(Context ctx, SynthesisRequest request) throws IOException {
        try (SynthesisWait wait = submit(ctx, request, SynthesisListener.NONE)) {
            return wait.await();
        }
    }

    /** Draws and tells by events; a failure after the first of them is an event {@code error}. */
    public void stream(Context ctx, SynthesisRequest request, EventForm form) throws IOException {
        EventMailbox mailbox = new EventMailbox(form);
        try (SynthesisWait wait = submit(ctx, request, mailbox)) {
            tell(ctx, EventStream.head(ctx.res()), form, mailbox, wait);
        }
    }

    /** The same, gone on with while somebody listens to what is kept, or may come back for it. */
    void stream(Context ctx, SynthesisRequest request, EventForm form, KeptStream kept) throws IOException {
        EventMailbox mailbox = new EventMailbox(form);
        try (ResumableSink sink = new ResumableSink(kept, ctx.res(), ClientProbe.of(ctx));
                SynthesisWait wait = submit(request, mailbox, sink::forsaken)) {
            tell(ctx, sink, form, mailbox, wait);
            if (!sink.listening()) {
                throw new ClientGoneException();
            }
        }
    }

    private void tell(Context ctx, EventStream.Sink to, EventForm form, EventMailbox mailbox, SynthesisWait wait)
            throws IOException {
        EventStream events = form.numbered() ? EventStream.numbered(to) : EventStream.unnumbered(to);
        mailbox.open(wait.ahead(), events);
        try {
            List<SynthesizedImage> images = wait.await(() -> {
                mailbox.place(wait.ahead(), events);
                mailbox.drainTo(events);
            });
            mailbox.drainTo(events);
            for (SynthesizedImage image : images) {
                mailbox.send(image, events);
            }
            form.finished(events, images);
        } catch (ClientGoneException e) {
            throw e;
        } catch (RuntimeException e) {
            events.send("error", errors.answer(e, RequestId.of(ctx)).body());
        }
    }

    /** Writes at once, inside the admission, so that a server that stops knows when an answer is out. */
    public static void write(Context ctx, String contentType, byte[] content) throws IOException {
        ctx.res().setContentType(contentType);
        ctx.res().setHeader("Cache-Control", "no-store");
        ctx.res().setContentLength(content.length);
        ctx.res().getOutputStream().write(content);
        ctx.res().getOutputStream().flush();
    }
}
