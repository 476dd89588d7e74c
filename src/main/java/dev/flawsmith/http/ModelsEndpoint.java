package dev.flawsmith.http;

import dev.flawsmith.synthesis.ModelDescription;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** {@code GET /v1/models} and {@code /v1/models/{id}}, which clients of the OpenAI API read as well. */
final class ModelsEndpoint implements Routes {
    private final ImageRequests requests;
    private final long opened;
    private final Exhibits exhibits;

    /** @param opened when the models were opened, in seconds since 1970 */
    ModelsEndpoint(ImageRequests requests, long opened, Exhibits exhibits) {
        this.exhibits = exhibits;
        this.requests = requests;
        this.opened = opened;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/v1/models", ctx -> answer(ctx, ModelsBody.of(requests.models(), opened, exhibits)));
        routes.get("/v1/models/{id}", ctx -> answer(ctx, model(find(ctx.pathParam("id")))));
    }

    private ModelsBody.Model model(ModelDescription model) {
        return ModelsBody.Model.of(model, opened, exhibits.files(model.name()));
    }

    private ModelDescription find(String id) {
        List<ModelDescription> models = requests.models();
        return models.stream()
                .filter(model -> model.name().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        404,
                        "unknown_model",
                        "expected one of "
                                + String.join(
                                        ", ",
                                        models.stream()
                                                .map(ModelDescription::name)
                                                .toList())
                                + ", found " + FieldReader.quote(id)));
    }

    private static void answer(Context ctx, Object body) {
        ctx.header("Cache-Control", "no-cache").contentType("application/json").result(Json.write(body));
    }
}
