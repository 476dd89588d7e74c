package dev.flawsmith.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.http.security.Caller;
import dev.flawsmith.http.security.Scope;
import dev.flawsmith.jobs.DatasetWork;
import dev.flawsmith.jobs.Job;
import dev.flawsmith.jobs.JobException;
import dev.flawsmith.jobs.JobPage;
import dev.flawsmith.jobs.JobRequest;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.JobUpload;
import dev.flawsmith.synthesis.FieldError;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /v1/datasets}, {@code /v1/audits}, {@code /v1/evaluations} and {@code /v1/jobs}: jobs made, seen, cancelled, and their files. */
final class JobRoutes implements Routes {
    /** Uploads at once, each on a thread of its own. */
    static final int MOST_UPLOADS = 4;

    private static final int MOST_UPLOADS_EACH = 2;

    private static final String KEY_HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final String DATASET = "dataset";
    /** Fields of a spec that bring photos into a dataset's files. */
    private static final List<String> PHOTOS = List.of("include", "onto");

    private static final String JSON = "application/json";
    /** RFC 9512. */
    private static final String YAML = "application/yaml";

    private final JobService jobs;
    private final Admission admission;
    private final RequestBody body;
    private final JobEventsEndpoint events;
    private final JobFilesEndpoint files;
    private final JobImagesEndpoint images;
    private final CallerSlots uploads = new CallerSlots("too_many_uploads", "uploads", MOST_UPLOADS, MOST_UPLOADS_EACH);
    private final CallerSlots streams;

    /** @param streams places for event streams and downloads */
    JobRoutes(JobService jobs, ServerOptions options, Admission admission, ErrorMapper errors, CallerSlots streams) {
        this.streams = streams;
        this.jobs = jobs;
        this.admission = admission;
        this.body = new RequestBody(options.maxBodyBytes());
        this.events = new JobEventsEndpoint(jobs, admission, errors);
        this.files = new JobFilesEndpoint(jobs);
        this.images = new JobImagesEndpoint(jobs);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/v1/datasets", ctx -> submit(ctx, DATASET));
        routes.post("/v1/audits", ctx -> compare(ctx, "audit"));
        routes.post("/v1/evaluations", ctx -> compare(ctx, "evaluation"));
        routes.get("/v1/jobs", this::list);
        routes.get("/v1/jobs/{id}", ctx -> answer(ctx, 200, jobs.jobs().find(JobOwner.seenBy(ctx), id(ctx))));
        routes.delete("/v1/jobs/{id}", ctx -> answer(ctx, 200, jobs.jobs().cancel(JobOwner.seenBy(ctx), id(ctx))));
        routes.get("/v1/jobs/{id}/events", ctx -> stream(ctx, () -> events.handle(ctx)));
        routes.get("/v1/jobs/{id}/images", ctx -> stream(ctx, () -> images.page(ctx)));
        routes.get("/v1/jobs/{id}/files", ctx -> stream(ctx, () -> files.all(ctx)));
        routes.get("/v1/jobs/{id}/files/<path>", ctx -> stream(ctx, () -> files.one(ctx)));
    }

    static String id(Context ctx) {
        return ctx.pathParam("id");
    }

    private void compare(Context ctx, String kind) throws IOException {
        if (!UploadBody.isOne(ctx.req())) {
            submit(ctx, kind);
            return;
        }
        requireOpen();
        String key = key(ctx);
        CallerSlots.Slot slot = uploads.take(Caller.of(ctx));
        try (slot) {
            transfer(() -> {
                try (JobUpload upload = jobs.jobs().upload(kind)) {
                    new UploadBody(upload).read(ctx.req());
                    accepted(ctx, made(upload, JobOwner.of(ctx), key));
                }
            });
        }
    }

    private static Job made(JobUpload upload, String owner, @Nullable String key) {
        try {
            return upload.submit(owner, key);
        } catch (IOException e) {
            throw UploadParts.diskFailed(e);
        }
    }

    private void requireOpen() {
        if (admission.stopping()) {
            throw new JobException(
                    JobException.Code.STORE_UNAVAILABLE, "the server is shutting down and takes no new jobs");
        }
    }

    private void submit(Context ctx, String kind) throws IOException {
        requireOpen();
        // Written again: neither white space, nor 0.50 for 0.5, nor the lines of an error depend on how it was sent.
        ObjectNode spec = kind.equals(DATASET) ? datasetSpec(ctx) : Json.readObject(body.read(ctx.req()));
        for (String photos : PHOTOS) {
            if (kind.equals(DATASET) && spec.hasNonNull(photos)) {
                Access.require(ctx, Scope.AUDIT, photos); // the dataset's files will have those photos
            }
        }
        String key = key(ctx);
        Job job = jobs.jobs()
                .submit(new JobRequest(
                        kind,
                        JobOwner.of(ctx),
                        new String(Json.write(Json.shortestNumbers(spec)), StandardCharsets.UTF_8),
                        key));
        accepted(ctx, job);
    }

    private ObjectNode datasetSpec(Context ctx) throws IOException {
        byte[] sent = body.read(ctx.req(), List.of(JSON, YAML));
        if (RequestBody.mediaType(ctx.req()).equals(JSON)) {
            return Json.readObject(sent);
        }
        try {
            String yaml = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(sent))
                    .toString();
            return Json.readObject(DatasetWork.json(yaml).getBytes(StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            throw notYaml("expected YAML in UTF-8, found other bytes");
        } catch (IllegalArgumentException e) {
            throw notYaml(String.valueOf(e.getMessage()));
        }
    }

    private static ApiException notYaml(String message) {
        return new ApiException(400, "invalid_yaml", message);
    }

    private static void accepted(Context ctx, Job job) {
        ctx.header("Location", "/v1/jobs/" + job.id());
        answer(ctx, 202, job);
    }

    private static @Nullable String key(Context ctx) {
        String key = ctx.header(KEY_HEADER);
        if (key != null && !KEY.matcher(key).matches()) {
            String message = "expected 1 to 255 visible ASCII characters, found others";
            throw new ApiException(
                    400, "invalid_request", KEY_HEADER + ": " + message, List.of(new FieldError(KEY_HEADER, message)));
        }
        return key;
    }

    private void list(Context ctx) {
        JobPage page = jobs.jobs().list(JobQuery.read(ctx));
        write(
                ctx,
                new JobBody.Page(
                        "list", page.jobs().stream().map(JobBody::listed).toList(), page.more()));
    }

    private static void answer(Context ctx, int status, Job job) {
        ctx.status(status);
        write(ctx, JobBody.of(job));
    }

    private static void write(Context ctx, Object body) {
        ctx.header("Cache-Control", "no-store").contentType("application/json").result(Json.write(body));
    }

    /** Reads or writes for as long as it takes. */
    @FunctionalInterface
    private interface Stream {
        void write() throws IOException;
    }

    /** A server that stops waits for it. */
    private void transfer(Stream stream) throws IOException {
        admission.beginTransfer();
        try {
            stream.write();
        } finally {
            admission.endTransfer();
        }
    }

    private void stream(Context ctx, Stream stream) throws IOException {
        CallerSlots.Slot slot = streams.take(Caller.of(ctx));
        try (slot) {
            transfer(stream);
        }
    }
}
