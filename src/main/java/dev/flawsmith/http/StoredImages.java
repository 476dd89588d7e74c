package dev.flawsmith.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

/** {@code GET /v1/images/{id}}: an image drawn before, as PNG; {@code /recipe}: the recipe that stands in it, as JSON. */
final class StoredImages implements Routes {
    private final ImageStore store;

    StoredImages(ImageStore store) {
        this.store = store;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/v1/images/{id}", ctx -> answer(ctx, "image/png", find(ctx).bytes()));
        routes.get(
                "/v1/images/{id}/recipe",
                ctx -> answer(ctx, "application/json", find(ctx).recipe().getBytes(StandardCharsets.UTF_8)));
    }

    private PngFile find(Context ctx) {
        String id = ctx.pathParam("id");
        return store.find(id).orElseThrow(() -> missing(id));
    }

    private ApiException missing(String id) {
        return store.issued(id)
                ? new ApiException(
                        410,
                        "image_gone",
                        "expected an image of the last " + ImageStore.LIFETIME.toMinutes()
                                + " minutes, found one that is kept no longer; its recipe draws it again")
                : new ApiException(
                        404,
                        "unknown_image",
                        "expected the id of an image that this server has drawn since its start, found "
                                + FieldReader.quote(id));
    }

    private static void answer(Context ctx, String contentType, byte[] content) {
        ctx.header("Cache-Control", "no-store").contentType(contentType).result(content);
    }
}
