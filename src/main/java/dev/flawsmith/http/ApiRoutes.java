package dev.flawsmith.http;

import dev.flawsmith.http.automatic1111.Automatic1111Api;
import dev.flawsmith.http.openai.EditRequestBody;
import dev.flawsmith.http.openai.GenerationBody;
import dev.flawsmith.http.openai.GenerationEventBody;
import dev.flawsmith.http.openai.GenerationRequestBody;
import dev.flawsmith.http.openapi.ApiRoute;
import dev.flawsmith.http.security.Scope;
import dev.flawsmith.jobs.DatasetWork;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every route of the server, in one place: {@link Access} guards by it and {@code /openapi.json} is made of it. Whoever
 * adds a route adds it here, or to the table of its dialect; until then it needs the scope {@code admin}, and a test fails.
 */
final class ApiRoutes {
    private static final String JSON = "application/json";

    private static final List<ApiRoute> NATIVE = List.of(
            ApiRoute.guarded("POST", "/v1/images", Scope.GENERATE, "Draws images of a class or a prompt.")
                    .takes(JSON, ImageRequestBody.class)
                    .answers(200, JSON, ImagesBody.class, "The images, in order of their index.")
                    .answers(
                            200,
                            "image/png",
                            byte[].class,
                            "The image alone, n = 1; its facts are in X-Flawsmith-… headers.")
                    .streams(ImageEventBody.ALL, "Events; done or error is the last.")
                    .answers(
                            200,
                            "application/zip",
                            byte[].class,
                            "The PNGs, named INDEX-SEED.png, and images.json: the JSON answer with file for b64_png.")
                    .parameter(
                            "header",
                            "Accept",
                            String.class,
                            "application/json, image/png, application/zip or text/event-stream.")
                    .fails(400, 404, 406, 413, 415, 422, 429, 503, 504),
            ApiRoute.guarded(
                            "GET",
                            "/v1/images/streams/{id}",
                            Scope.GENERATE,
                            "The events of a request made with resume_seconds, taken up again.")
                    .streams(ImageEventBody.ALL, "Events with ids; done or error is the last.")
                    .parameter("header", "Last-Event-ID", String.class, "Begin after this event.")
                    .fails(400, 404, 410, 429, 503),
            ApiRoute.guarded("GET", "/v1/models", Scope.GENERATE, "What can be asked for.")
                    .answers(200, JSON, ModelsBody.class, "The models, the default one first."),
            ApiRoute.guarded("GET", "/v1/models/{id}", Scope.GENERATE, "One model.")
                    .answers(200, JSON, ModelsBody.Model.class, "The model.")
                    .fails(404),
            ApiRoute.guarded("GET", "/v1/images/{id}", Scope.GENERATE, "An image drawn before, while it is kept.")
                    .answers(200, "image/png", byte[].class, "The PNG as it was answered first.")
                    .fails(404, 410),
            ApiRoute.guarded("GET", "/v1/images/{id}/recipe", Scope.GENERATE, "What an image was drawn with.")
                    .answers(200, JSON, RecipeBody.class, "The recipe that stands in its PNG.")
                    .fails(404, 410),
            ApiRoute.guarded("POST", "/v1/images/generations", Scope.GENERATE, "Draws images as OpenAI's clients ask.")
                    .takes(JSON, GenerationRequestBody.class)
                    .answers(200, JSON, GenerationBody.class, "The images, in order of their index.")
                    .streams(GenerationEventBody.GENERATIONS, "Partial and completed images, with stream.")
                    .fails(400, 404, 413, 415, 422, 429, 503, 504),
            ApiRoute.guarded("POST", "/v1/images/edits", Scope.GENERATE, "Draws on an image as OpenAI's clients ask.")
                    .takes("multipart/form-data", EditRequestBody.class)
                    .answers(200, JSON, GenerationBody.class, "The images, in order of their index.")
                    .streams(GenerationEventBody.EDITS, "Partial and completed images, with stream.")
                    .fails(400, 404, 413, 415, 422, 429, 503, 504),
            ApiRoute.guarded("GET", "/v1/models/{model}/card", Scope.GENERATE, "A model's card.")
                    .answers(200, "text/markdown", String.class, "The card as it was written.")
                    .answers(200, "text/html", String.class, "The card as HTML, without any tag of its own.")
                    .fails(404),
            ApiRoute.guarded("GET", "/v1/models/{model}/files/{file}", Scope.GENERATE, "A file of a model to look at.")
                    .answers(200, "image/png", byte[].class, "The picture.")
                    .answers(200, "text/markdown", String.class, "The card.")
                    .fails(404),
            ApiRoute.guarded(
                            "GET",
                            "/v1/photos/<name>",
                            Scope.AUDIT,
                            "A photo that images are compared with, where the server shows them.")
                    .answers(200, "image/png", byte[].class, "Its pixels.")
                    .fails(404));

    private static final List<ApiRoute> JOBS = List.of(
            ApiRoute.guarded("POST", "/v1/datasets", Scope.DATASET, "Has a training set made, as a job.")
                    .takes(JSON, new ApiRoute.Published("DatasetSpec", DatasetWork::schema))
                    .takes("application/yaml", new ApiRoute.Published("DatasetSpec", DatasetWork::schema))
                    .answers(202, JSON, JobBody.class, "The job; the header Location names it.")
                    .parameter("header", "Idempotency-Key", String.class, "The same key and body make one job.")
                    .fails(400, 404, 413, 415, 422, 429, 503),
            comparison(
                    "/v1/audits", AuditRequestBody.class, "Has generated images audited for copied photos, as a job."),
            comparison(
                    "/v1/evaluations",
                    EvaluationRequestBody.class,
                    "Has generated images compared with real ones, as a job."),
            ApiRoute.guarded(
                            "GET",
                            "/v1/jobs",
                            Scope.DATASET,
                            "The caller's jobs, or an admin's pick, the newest first.")
                    .orFor(Scope.AUDIT)
                    .answers(200, JSON, JobBody.Page.class, "A page of them.")
                    .parameter("query", "state", String.class, "Only jobs in this state.")
                    .parameter("query", "kind", String.class, "Only jobs of this kind.")
                    .parameter(
                            "query", "owner", String.class, "Whose: a token's name, or * for all; others' need admin.")
                    .parameter("query", "limit", Integer.class, "At most so many, 1 to 100.")
                    .parameter("query", "after", String.class, "Those older than the job of this id.")
                    .fails(400, 403, 503),
            ApiRoute.guarded("GET", "/v1/jobs/{id}", Scope.DATASET, "A job.")
                    .orFor(Scope.AUDIT)
                    .answers(200, JSON, JobBody.class, "The job.")
                    .fails(404, 503),
            ApiRoute.guarded(
                            "DELETE", "/v1/jobs/{id}", Scope.DATASET, "Cancels a job; one that is over stays as it is.")
                    .orFor(Scope.AUDIT)
                    .answers(200, JSON, JobBody.class, "The job.")
                    .fails(404, 503),
            ApiRoute.guarded("GET", "/v1/jobs/{id}/events", Scope.DATASET, "What happens to a job, until it is over.")
                    .orFor(Scope.AUDIT)
                    .streams(JobEventsEndpoint.bodies(), "Events with ids, until the job is over.")
                    .parameter("header", "Last-Event-ID", String.class, "Begin after this event.")
                    .fails(400, 404, 410, 429, 503),
            ApiRoute.guarded("GET", "/v1/jobs/{id}/images", Scope.DATASET, "The images of a dataset that is finished.")
                    .orFor(Scope.AUDIT)
                    .answers(200, JSON, JobImagesBody.class, "A page of them, and how many each class has.")
                    .parameter("query", "class", String.class, "Only images of this class.")
                    .parameter("query", "after", Integer.class, "Those behind the image of this index.")
                    .parameter("query", "limit", Integer.class, "At most so many, 1 to 100; 50 else.")
                    .fails(400, 404, 409, 410, 429, 503),
            ApiRoute.guarded("GET", "/v1/jobs/{id}/files", Scope.DATASET, "The files of a job that has succeeded.")
                    .orFor(Scope.AUDIT)
                    .answers(200, JSON, JobFilesBody.class, "Their paths and sizes.")
                    .answers(200, "application/zip", byte[].class, "All of them.")
                    .fails(404, 409, 410, 429, 503),
            ApiRoute.guarded("GET", "/v1/jobs/{id}/files/<path>", Scope.DATASET, "One file of a job.")
                    .orFor(Scope.AUDIT)
                    .answers(200, "application/octet-stream", byte[].class, "Its bytes, under its own media type.")
                    .answers(
                            200,
                            "text/html",
                            String.class,
                            "Of Markdown, such as README.md, without any tag of its own.")
                    .fails(404, 409, 410, 429, 503));

    private static final List<ApiRoute> OPERATIONS = List.of(
            ApiRoute.guarded("GET", "/metrics", Scope.ADMIN, "The server's figures, for Prometheus.")
                    .answers(200, "text/plain", String.class, "Prometheus' text format 0.0.4."),
            ApiRoute.open("GET", "/openapi.json", "This description.").answers(200, JSON, Object.class, "OpenAPI 3.1."),
            ApiRoute.open("GET", "/healthz", "Whether the process lives.")
                    .answers(200, JSON, HealthEndpoints.Status.class, "It does."),
            ApiRoute.open("GET", "/readyz", "Whether requests are taken.")
                    .answers(200, JSON, HealthEndpoints.Status.class, "They are.")
                    .answers(503, JSON, HealthEndpoints.Status.class, "They are not; reason says why."));

    private ApiRoutes() {}

    private static ApiRoute comparison(String path, Class<?> body, String summary) {
        return ApiRoute.guarded("POST", path, Scope.AUDIT, summary)
                .takes(JSON, body)
                .takes("multipart/form-data", body)
                .answers(202, JSON, JobBody.class, "The job; the header Location names it.")
                .parameter("header", "Idempotency-Key", String.class, "The same key and body make one job.")
                .fails(400, 413, 415, 422, 429, 503);
    }

    /** All routes. */
    static List<ApiRoute> all() {
        return of(true);
    }

    /** Those of a server of these services. */
    static List<ApiRoute> of(Services services) {
        return of(services.jobs() != null);
    }

    private static List<ApiRoute> of(boolean jobs) {
        return Stream.of(
                        NATIVE,
                        Automatic1111Api.routes(),
                        jobs ? JOBS : List.<ApiRoute>of(),
                        OPERATIONS,
                        DocsPage.routes(),
                        PageFiles.routes())
                .flatMap(List::stream)
                .toList();
    }
}
