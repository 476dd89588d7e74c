package dev.flawsmith.synthesis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.image.Sha256;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A recipe as PNG text chunks: one chunk, keyword {@value #KEYWORD}, holding one JSON object in ASCII with the recipe's
 * fields, {@code "synthetic": true}, {@code pixels_sha256} (of the samples, HWC) and the guard's verdict.
 */
public final class RecipeText {
    /** The chunk's keyword. */
    public static final String KEYWORD = "flawsmith";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private RecipeText() {}

    /** The text chunks of a released image: keyword to text. */
    public static Map<String, String> of(SynthesizedImage image) {
        ObjectNode json = JSON.createObjectNode();
        json.put("synthetic", true);
        write(image.recipe(), json);
        json.put("pixels_sha256", Sha256.hex(image.released().image()));
        write(image.released().verdict(), json.putObject("memorization"));
        try {
            return Map.of(KEYWORD, JSON.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always written", e);
        }
    }

    /**
     * Reads the recipe back.
     *
     * @throws SynthesisException {@code INVALID_REQUEST} if the chunk is missing, is not JSON or lacks a field; every
     *     such field is named
     */
    public static Recipe parse(Map<String, String> textChunks) {
        String text = textChunks.get(KEYWORD);
        if (text == null) {
            throw Failures.invalid(
                    KEYWORD,
                    "expected a PNG that carries its recipe in a text chunk of this keyword, found "
                            + (textChunks.isEmpty() ? "no text" : "only " + textChunks.keySet()));
        }
        return new RecipeFields(tree(text)).recipe();
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw Failures.invalid(KEYWORD, "expected JSON, found " + e.getOriginalMessage());
        }
    }

    private static void write(Recipe recipe, ObjectNode json) {
        json.put("model", recipe.model());
        json.put("model_sha256", recipe.modelSha256());
        json.put("class", recipe.className());
        json.put("prompt", recipe.prompt());
        if (recipe.negativePrompt() != null) {
            json.put("negative_prompt", recipe.negativePrompt());
        }
        json.put("seed", recipe.seed());
        json.put("attempt", recipe.attempt());
        json.put("steps", recipe.steps());
        json.put("sampler", recipe.sampler());
        json.put("guidance_scale", recipe.guidanceScale());
        json.set("guidance_interval", JSON.valueToTree(recipe.guidanceInterval()));
        json.put("guidance_rescale", recipe.guidanceRescale());
        json.put("guard", recipe.guard().wireName());
        json.put("engine", recipe.engine());
        json.put("bucket", recipe.bucket());
        CanvasRecipe canvas = recipe.canvas();
        if (canvas != null) {
            ObjectNode photo = json.putObject("init_image");
            photo.put("sha256", canvas.photoSha256()).put("mask_sha256", canvas.maskSha256());
            write(canvas.region(), photo);
            photo.put("strength", canvas.strength())
                    .put("repaint_passes", canvas.passes())
                    .put("seam", canvas.seam());
        }
    }

    private static void write(@Nullable Region region, ObjectNode json) {
        if (region instanceof Region.Box box) {
            json.putObject("region")
                    .put("x", box.x())
                    .put("y", box.y())
                    .put("width", box.width())
                    .put("height", box.height());
        } else if (region != null) {
            json.put("region", Region.Somewhere.NAME);
        }
    }

    /** Distances only: the name of someone's photo does not travel with the picture. */
    private static void write(Verdict verdict, ObjectNode json) {
        json.put("verdict", verdict.wireName());
        if (verdict instanceof Verdict.Clear clear) {
            json.put("distance", clear.distance()).put("score", clear.score()).put("p", clear.p());
        } else if (verdict instanceof Verdict.TooClose close) {
            json.put("distance", close.distance()).put("score", close.score()).put("p", close.p());
        } else if (verdict instanceof Verdict.NotChecked notChecked) {
            json.put("reason", notChecked.reason());
        }
    }
}
