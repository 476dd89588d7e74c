package dev.flawsmith.http.automatic1111;

import dev.flawsmith.guard.Verdict;
import dev.flawsmith.http.Json;
import dev.flawsmith.http.MemorizationBody;
import dev.flawsmith.synthesis.CanvasRecipe;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An image's recipe as AUTOMATIC1111 writes it into a PNG under {@value #KEYWORD}: the prompt, a line {@code Negative prompt: …} where there is one, then {@code Steps: 20,
 * Sampler: Euler a, …} on a line of its own; values with a comma, a colon or a line break are JSON strings. Behind what
 * AUTOMATIC1111 knows stands the guard's verdict, without the name of anyone's photo.
 */
final class Infotext {
    /** The keyword of the PNG's text. */
    static final String KEYWORD = "parameters";

    /** How the line of the negative prompt begins. */
    static final String NEGATIVE = "Negative prompt:";

    private Infotext() {}

    /** @param karras whether the image's model visits Karras' levels: only then there is a name for them */
    static String of(SynthesizedImage image, boolean karras) {
        Recipe recipe = image.recipe();
        String prompt = Objects.requireNonNullElse(recipe.prompt(), Objects.requireNonNullElse(recipe.className(), ""));
        String negative = recipe.negativePrompt() == null ? "" : NEGATIVE + " " + recipe.negativePrompt() + "\n";
        return prompt + "\n" + negative
                + pairs(image, karras).entrySet().stream()
                        .map(pair -> pair.getKey() + ": " + quote(pair.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static Map<String, String> pairs(SynthesizedImage image, boolean karras) {
        Recipe recipe = image.recipe();
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("Steps", Integer.toString(recipe.steps()));
        pairs.put("Sampler", SamplerNames.nameOf(recipe.sampler()));
        if (recipe.steps() > 0) {
            if (karras) {
                pairs.put("Schedule type", "Karras");
            }
            pairs.put("CFG scale", plain(recipe.guidanceScale()));
        }
        pairs.put("Seed", Long.toString(recipe.seed()));
        pairs.put(
                "Size",
                image.released().image().width() + "x"
                        + image.released().image().height());
        CanvasRecipe canvas = recipe.canvas();
        if (canvas != null) {
            pairs.put("Denoising strength", plain(canvas.strength()));
        }
        if (canvas != null && canvas.maskSha256() != null) {
            pairs.put("Mask blur", Integer.toString(canvas.seam()));
        }
        pairs.put("Model hash", Checkpoint.shortHash(recipe.modelSha256()));
        pairs.put("Model", recipe.model());
        pairs.put("Synthetic", "true");
        pairs.put("Attempt", Integer.toString(recipe.attempt()));
        guard(image.released().verdict(), pairs);
        return pairs;
    }

    private static void guard(Verdict verdict, Map<String, String> pairs) {
        MemorizationBody body = MemorizationBody.of(verdict);
        pairs.put("Guard", body.verdict());
        if (body.score() != null && body.p() != null) {
            pairs.put("Guard score", rounded(body.score()));
            pairs.put("Guard p", rounded(body.p()));
        }
    }

    private static String rounded(double number) {
        return Double.isFinite(number)
                ? plain(new BigDecimal(number).round(new MathContext(4)).doubleValue())
                : Double.toString(number);
    }

    /** As few digits as tell the number, without an exponent. */
    private static String plain(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : Double.toString(number);
    }

    private static String quote(String value) {
        boolean plain = value.indexOf(',') < 0 && value.indexOf(':') < 0 && value.indexOf('\n') < 0;
        return plain ? value : new String(Json.write(value), StandardCharsets.UTF_8);
    }
}
