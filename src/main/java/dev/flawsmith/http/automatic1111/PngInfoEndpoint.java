package dev.flawsmith.http.automatic1111;

import dev.flawsmith.http.ApiException;
import dev.flawsmith.http.FieldReader;
import dev.flawsmith.http.ImageRequests;
import dev.flawsmith.http.Json;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.synthesis.FieldError;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /sdapi/v1/png-info}: the texts of a PNG, ours or AUTOMATIC1111's. Nothing is fetched from anywhere. */
final class PngInfoEndpoint {
    private final ImageRequests requests;

    PngInfoEndpoint(ImageRequests requests) {
        this.requests = requests;
    }

    void handle(Context ctx) throws IOException {
        FieldReader fields = new FieldReader(requests.readPicture(ctx));
        String image = fields.text("image");
        Map<String, String> texts = texts(fields, image);
        List<FieldError> errors = fields.finish();
        if (!errors.isEmpty()) {
            FieldError first = errors.get(0);
            throw new ApiException(400, "invalid_request", first.field() + ": " + first.message(), errors);
        }
        String info = texts.getOrDefault(Infotext.KEYWORD, "");
        Map<String, String> items = new LinkedHashMap<>(texts);
        items.remove(Infotext.KEYWORD);
        Map<String, String> parameters = info.isEmpty() ? Map.of() : InfotextReader.read(info);
        ctx.contentType("application/json").result(Json.write(new PngInfoBody(info, items, parameters)));
    }

    private static Map<String, String> texts(FieldReader fields, @Nullable String image) {
        if (image == null) {
            fields.refuse("image", "expected a PNG in Base64, found none");
            return Map.of();
        }
        String stripped = image.strip();
        String base64 = stripped.startsWith("data:image/png;base64,")
                ? stripped.substring(stripped.indexOf(',') + 1)
                : stripped;
        try {
            return Png.readText(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            fields.refuse("image", "expected a PNG in Base64, found " + FieldReader.quote(stripped));
        } catch (UnreadableImageException e) {
            fields.refuse("image", String.valueOf(e.getMessage()));
        }
        return Map.of();
    }
}
