package dev.flawsmith.http;

import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.UnreadableImageException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** What {@link Exhibits} has, over HTTP. Photos are decoded and written anew as PNG: no byte of a file goes out as it is. */
final class ExhibitEndpoints implements Routes {
    private final Exhibits exhibits;

    ExhibitEndpoints(Exhibits exhibits) {
        this.exhibits = exhibits;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/v1/models/{model}/card", this::card);
        routes.get("/v1/models/{model}/files/{file}", this::file);
        routes.get("/v1/photos/<name>", this::photo);
    }

    /** The model card: Markdown as it is, or as HTML without any tag of its own where that is asked for. */
    private void card(Context ctx) throws IOException {
        Path file = found(ctx, Exhibits.CARD);
        String text = Files.readString(file);
        if (Markdown.asHtml(ctx.header("Accept"))) {
            answer(ctx, Markdown.HTML, Markdown.html(text).getBytes(StandardCharsets.UTF_8));
        } else {
            answer(ctx, Markdown.TYPE, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void file(Context ctx) throws IOException {
        String name = ctx.pathParam("file");
        Path file = found(ctx, name);
        String type = name.endsWith(".png") ? "image/png" : Markdown.TYPE;
        answer(ctx, type, Files.readAllBytes(file));
    }

    private Path found(Context ctx, String name) {
        String model = ctx.pathParam("model");
        return exhibits.file(model, name)
                .orElseThrow(() -> new ApiException(
                        404,
                        "not_found",
                        "expected one of the files of this model (" + String.join(", ", exhibits.files(model))
                                + "), found another"));
    }

    private void photo(Context ctx) throws IOException {
        Path file;
        try {
            file = exhibits.photo(ctx.pathParam("name")).orElseThrow(ExhibitEndpoints::noPhoto);
        } catch (InvalidPathException e) {
            throw noPhoto();
        }
        try {
            answer(ctx, "image/png", Png.encode(ImageDecoder.decode(file, DecodeLimits.DEFAULT), Map.of()));
        } catch (UnreadableImageException e) {
            throw new ApiException(404, "not_found", "expected a photo, found a file that cannot be read as one");
        }
    }

    private static ApiException noPhoto() {
        return new ApiException(404, "not_found", "expected the name of a photo that this server shows, found another");
    }

    private static void answer(Context ctx, String contentType, byte[] content) {
        ctx.header("Cache-Control", "no-cache").contentType(contentType).result(content);
    }
}
