package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.synthesis.Canvas;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.SynthesisRequest;

/** The echo of a request: what was sent, and in place of what was not, what it came to. */
final class Parameters {
    private Parameters() {}

    static ObjectNode of(ObjectNode sent, SynthesisRequest request, ModelDescription model) {
        ObjectNode echo = sent.deepCopy();
        put(echo, "prompt", echo.textNode(""));
        put(echo, "negative_prompt", echo.textNode(""));
        put(echo, "seed", echo.numberNode(-1));
        put(echo, "batch_size", echo.numberNode(1));
        put(echo, "n_iter", echo.numberNode(1));
        put(echo, "steps", echo.numberNode(request.steps()));
        put(echo, "cfg_scale", echo.numberNode(request.guidanceScale()));
        Canvas canvas = request.canvas();
        put(
                echo,
                "width",
                echo.numberNode(
                        canvas == null ? model.shape().width() : canvas.photo().width()));
        put(
                echo,
                "height",
                echo.numberNode(
                        canvas == null ? model.shape().height() : canvas.photo().height()));
        put(echo, "sampler_name", echo.textNode(SamplerNames.nameOf(request.sampler())));
        if (canvas != null) {
            put(echo, "denoising_strength", echo.numberNode(canvas.strength()));
            // As there: photo and mask are not sent back unless that is asked for.
            if (!echo.path("include_init_images").asBoolean()) {
                echo.putNull(Img2ImgFields.PHOTOS);
                echo.putNull("mask");
            }
        }
        put(echo, "guard", echo.textNode(request.guard().wireName()));
        put(echo, "send_images", echo.booleanNode(true));
        put(echo, "save_images", echo.booleanNode(false));
        put(echo, "override_settings", echo.objectNode());
        put(echo, "alwayson_scripts", echo.objectNode());
        return echo;
    }

    private static void put(ObjectNode echo, String field, JsonNode value) {
        if (!echo.hasNonNull(field)) {
            echo.set(field, value);
        }
    }
}
