package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.http.ApiException;
import dev.flawsmith.http.FieldReader;
import dev.flawsmith.http.ImageRequests;
import dev.flawsmith.http.Json;
import dev.flawsmith.http.Routes;
import dev.flawsmith.http.security.Caller;
import dev.flawsmith.synthesis.FieldError;
import dev.flawsmith.synthesis.ModelDescription;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** AUTOMATIC1111's API: {@code /sdapi/v1/…}. */
public final class Automatic1111Routes implements Routes {
    static final String ROOT = "/sdapi/v1/";

    private final ImageRequests requests;
    private final Settings settings;
    private final Jobs jobs = new Jobs(InstantSource.system());

    public Automatic1111Routes(ImageRequests requests) {
        this.requests = requests;
        this.settings = new Settings(requests);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post(ROOT + "txt2img", new Txt2ImgEndpoint(requests, settings, jobs, false)::handle);
        routes.post(ROOT + "img2img", new Txt2ImgEndpoint(requests, settings, jobs, true)::handle);
        routes.post(ROOT + "png-info", new PngInfoEndpoint(requests)::handle);
        routes.get(ROOT + "progress", this::progress);
        routes.post(ROOT + "interrupt", this::interrupt);
        routes.get(ROOT + "options", ctx -> answer(ctx, settings.all()));
        routes.post(ROOT + "options", this::setOptions);
        routes.get(ROOT + "samplers", ctx -> answer(ctx, samplers()));
        routes.get(ROOT + "schedulers", ctx -> answer(ctx, SchedulerBody.ALL));
        routes.get(
                ROOT + "sd-models",
                ctx -> answer(
                        ctx, requests.models().stream().map(SdModelBody::of).toList()));
    }

    private void progress(Context ctx) {
        String id = ctx.queryParam("force_task_id");
        boolean skipImage = "true".equalsIgnoreCase(ctx.queryParam("skip_current_image"));
        Caller caller = Caller.of(ctx);
        List<Job> all = jobs.of(caller);
        if (id != null) {
            answer(
                    ctx,
                    jobs.find(caller, id)
                            .map(job -> ProgressBody.of(job, skipImage))
                            .orElseGet(() -> ProgressBody.idle("no job of this force_task_id is under way")));
            return;
        }
        jobs.watched(caller);
        if (all.isEmpty()) {
            answer(ctx, ProgressBody.idle(null));
        } else {
            boolean known = !caller.equals(Caller.ANONYMOUS);
            answer(ctx, known ? ProgressBody.of(all, skipImage) : ProgressBody.ofNobody(all));
        }
    }

    private void interrupt(Context ctx) throws IOException {
        String id = ctx.queryParam("force_task_id");
        List<FieldError> errors = List.of();
        if (id == null && ctx.contentType() != null && ctx.req().getContentLengthLong() != 0) {
            FieldReader fields = new FieldReader(requests.readJson(ctx));
            id = fields.text("force_task_id");
            errors = fields.finish();
        }
        Caller caller = Caller.of(ctx);
        if (id == null && errors.isEmpty() && !caller.equals(Caller.ANONYMOUS)) {
            jobs.of(caller).forEach(Job::interrupt);
            answer(ctx, new InterruptBody());
            return;
        }
        if (id == null && errors.isEmpty()) {
            errors = List.of(new FieldError(
                    "force_task_id",
                    "expected the id that was sent with txt2img, found none: without tokens callers are not known apart,"
                            + " and nobody else's job is stopped"));
        }
        refuse(errors);
        jobs.find(caller, id)
                .orElseThrow(() -> new ApiException(404, "unknown_job", "no job of this force_task_id is under way"))
                .interrupt();
        answer(ctx, new InterruptBody());
    }

    private void setOptions(Context ctx) throws IOException {
        ObjectNode json = requests.readJson(ctx);
        List<FieldError> errors = new ArrayList<>();
        ModelDescription model = settings.read(json, "", errors);
        refuse(errors);
        settings.choose(model);
        ctx.contentType("application/json").result("null");
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            FieldError first = errors.get(0);
            throw new ApiException(400, "invalid_request", first.field() + ": " + first.message(), errors);
        }
    }

    private List<SamplerBody> samplers() {
        return SamplerNames.of(requests.models()).stream().map(SamplerBody::of).toList();
    }

    private static void answer(Context ctx, Object body) {
        ctx.header("Cache-Control", "no-store").contentType("application/json").result(Json.write(body));
    }
}
