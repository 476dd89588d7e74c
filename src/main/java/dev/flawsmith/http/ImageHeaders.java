package dev.flawsmith.http;

import dev.flawsmith.synthesis.SynthesizedImage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the JSON says of an image, as headers beside a bare PNG. File names are percent-encoded UTF-8. */
final class ImageHeaders {
    private ImageHeaders() {}

    static Map<String, String> of(SynthesizedImage image, String id) {
        MemorizationBody memorization = MemorizationBody.of(image.released().verdict());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Flawsmith-Id", id);
        headers.put("X-Flawsmith-Seed", Long.toString(image.recipe().seed()));
        headers.put("X-Flawsmith-Attempt", Integer.toString(image.released().attempt()));
        headers.put("X-Flawsmith-Verdict", memorization.verdict());
        if (memorization.distance() != null) {
            headers.put("X-Flawsmith-Distance", Double.toString(memorization.distance()));
        }
        if (memorization.nearest() != null) {
            headers.put("X-Flawsmith-Nearest", encode(memorization.nearest()));
        }
        if (memorization.p() != null) {
            headers.put("X-Flawsmith-P", Double.toString(memorization.p()));
        }
        if (!image.warnings().isEmpty()) {
            headers.put("X-Flawsmith-Warning", encode(String.join("; ", image.warnings())));
        }
        return headers;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }
}
