package dev.flawsmith.http.automatic1111;

import dev.flawsmith.http.openapi.ApiRoute;
import dev.flawsmith.http.security.Scope;
import java.util.List;

/**
 * The routes of AUTOMATIC1111's dialect for the server's table, with the records that each takes and answers; a failure of
 * any has a form of its own. docs/automatic1111.md says more of the fields.
 */
public final class Automatic1111Api {
    private static final String JSON = "application/json";
    private static final List<Integer> FAILURES = List.of(401, 403, 404, 413, 415, 421, 422, 429, 500, 503, 504);

    private Automatic1111Api() {}

    /** Those routes; each needs the scope {@code generate}, where the server has tokens. */
    public static List<ApiRoute> routes() {
        return List.of(
                route("POST", "txt2img", "Draws images as AUTOMATIC1111's clients ask.")
                        .takes(JSON, Txt2ImgRequestBody.class)
                        .answers(200, JSON, Txt2ImgBody.class, "The images; of an interrupted job, the finished ones."),
                route("POST", "img2img", "Draws on a photo, or into it, as AUTOMATIC1111's clients ask.")
                        .takes(JSON, Img2ImgRequestBody.class)
                        .answers(200, JSON, Txt2ImgBody.class, "The images; of an interrupted job, the finished ones."),
                route("POST", "png-info", "Reads the recipe out of a PNG.")
                        .takes(JSON, PngInfoRequestBody.class)
                        .answers(200, JSON, PngInfoBody.class, "Its texts."),
                route("GET", "progress", "How far a job is.")
                        .parameter("query", "force_task_id", String.class, "The job's id; all jobs without it.")
                        .parameter("query", "skip_current_image", Boolean.class, "Leaves the preview out.")
                        .answers(200, JSON, ProgressBody.class, "Where it stands; zeros where nothing is under way."),
                route("POST", "interrupt", "Stops a job.")
                        .mayTake(JSON, InterruptRequestBody.class)
                        .parameter("query", "force_task_id", String.class, "The job's id, here or in the body.")
                        .answers(200, JSON, InterruptBody.class, "It has been told to stop."),
                route("GET", "options", "Settings.").answers(200, JSON, OptionsBody.class, "All of them."),
                route("POST", "options", "Chooses a model.")
                        .takes(JSON, OptionsRequestBody.class)
                        .answers(200, JSON, void.class, "null: it is chosen."),
                route("GET", "samplers", "Samplers by AUTOMATIC1111's names.")
                        .answers(200, JSON, SamplerBody[].class, "Those of all models, each once."),
                route("GET", "schedulers", "Noise schedules by AUTOMATIC1111's names.")
                        .answers(200, JSON, SchedulerBody[].class, "All of them."),
                route("GET", "sd-models", "Models as checkpoints.")
                        .answers(200, JSON, SdModelBody[].class, "The models, the default one first."));
    }

    private static ApiRoute route(String method, String name, String summary) {
        ApiRoute route = ApiRoute.guarded(method, Automatic1111Routes.ROOT + name, Scope.GENERATE, summary);
        for (int status : FAILURES) {
            route = route.answers(status, JSON, FailureBody.class, "What is wrong, in AUTOMATIC1111's form.");
        }
        return route;
    }
}
