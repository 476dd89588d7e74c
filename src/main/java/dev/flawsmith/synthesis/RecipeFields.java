package dev.flawsmith.synthesis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.guard.GuardPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a recipe from JSON field by field, keeping every error. Fields it does not know it leaves alone. */
final class RecipeFields {
    private final JsonNode json;
    private final List<FieldError> errors = new ArrayList<>();

    RecipeFields(JsonNode json) {
        this.json = json;
    }

    /** @throws SynthesisException {@code INVALID_REQUEST}, naming every field that is missing or wrong */
    Recipe recipe() {
        Recipe recipe = new Recipe(
                text("model"),
                text("model_sha256"),
                optionalText("class"),
                optionalText("prompt"),
                optionalText("negative_prompt"),
                whole("seed", Long.MAX_VALUE),
                (int) whole("attempt", Integer.MAX_VALUE),
                (int) whole("steps", SynthesisRequest.MAX_STEPS),
                text("sampler"),
                number("guidance_scale"),
                interval("guidance_interval"),
                json.has("guidance_rescale") ? number("guidance_rescale") : 0,
                policy("guard"),
                text("engine"),
                (int) whole("bucket", Integer.MAX_VALUE),
                canvas());
        if (!errors.isEmpty()) {
            String all = String.join(
                    "; ",
                    errors.stream()
                            .map(error -> error.field() + ": " + error.message())
                            .toList());
            throw new SynthesisException(SynthesisException.Code.INVALID_REQUEST, all, errors);
        }
        return recipe;
    }

    private @Nullable CanvasRecipe canvas() {
        JsonNode canvas = json.path("init_image");
        if (canvas.isMissingNode()) {
            return null;
        }
        boolean whole = canvas.path("sha256").isTextual()
                && canvas.path("strength").isNumber()
                && canvas.path("repaint_passes").canConvertToInt()
                && canvas.path("seam").canConvertToInt()
                && (canvas.path("region").isMissingNode() || region(canvas.path("region")) != null);
        if (!whole) {
            errors.add(new FieldError(
                    "init_image",
                    "expected sha256, mask_sha256, strength, repaint_passes, seam and what region there is, found "
                            + canvas.toString()));
            return null;
        }
        return new CanvasRecipe(
                canvas.path("sha256").textValue(),
                canvas.path("mask_sha256").textValue(),
                region(canvas.path("region")),
                canvas.path("strength").doubleValue(),
                canvas.path("repaint_passes").intValue(),
                canvas.path("seam").intValue());
    }

    /** Null where it is none. */
    private static @Nullable Region region(JsonNode json) {
        if (Region.Somewhere.NAME.equals(json.textValue())) {
            return Region.SOMEWHERE;
        }
        boolean box = Stream.of("x", "y", "width", "height")
                .allMatch(side -> json.path(side).canConvertToInt());
        return box
                ? new Region.Box(
                        json.path("x").intValue(),
                        json.path("y").intValue(),
                        json.path("width").intValue(),
                        json.path("height").intValue())
                : null;
    }

    private String text(String field) {
        JsonNode value = json.path(field);
        return value.isTextual() ? value.textValue() : reject(field, "text", "");
    }

    private @Nullable String optionalText(String field) {
        return json.path(field).isNull() || json.path(field).isMissingNode() ? null : text(field);
    }

    private long whole(String field, long most) {
        JsonNode value = json.path(field);
        boolean fits = value.isIntegralNumber() && value.canConvertToLong();
        return fits && value.longValue() >= 0 && value.longValue() <= most
                ? value.longValue()
                : reject(field, "a whole number from 0 to " + most, 0L);
    }

    private double number(String field) {
        JsonNode value = json.path(field);
        return value.isNumber() ? value.doubleValue() : reject(field, "a number", 1.0);
    }

    /** Recipes older than the field mean everywhere. */
    private GuidanceInterval interval(String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return GuidanceInterval.EVERYWHERE;
        }
        JsonNode high = value.path(1);
        boolean numbers =
                value.isArray() && value.size() == 2 && value.path(0).isNumber() && (high.isNumber() || high.isNull());
        if (numbers) {
            double end = high.isNull() ? Double.POSITIVE_INFINITY : high.doubleValue();
            List<Double> ends = List.of(value.path(0).doubleValue(), end);
            if (GuidanceInterval.isOne(ends)) {
                return GuidanceInterval.of(ends);
            }
        }
        return reject(field, GuidanceInterval.EXPECTED, GuidanceInterval.EVERYWHERE);
    }

    private GuardPolicy policy(String field) {
        String found = json.path(field).asText();
        return Arrays.stream(GuardPolicy.values())
                .filter(policy -> policy.wireName().equals(found))
                .findFirst()
                .orElseGet(() -> reject(
                        field,
                        "one of "
                                + Arrays.stream(GuardPolicy.values())
                                        .map(GuardPolicy::wireName)
                                        .toList(),
                        GuardPolicy.RESAMPLE));
    }

    private <T> T reject(String field, String expected, T instead) {
        JsonNode value = json.path(field);
        errors.add(new FieldError(
                field, "expected " + expected + ", found " + (value.isMissingNode() ? "nothing" : value.toString())));
        return instead;
    }
}
