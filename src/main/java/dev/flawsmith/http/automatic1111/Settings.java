package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.http.FieldReader;
import dev.flawsmith.http.ImageRequests;
import dev.flawsmith.synthesis.FieldError;
import dev.flawsmith.synthesis.ModelDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings that AUTOMATIC1111's clients know, of which one can be changed: the model that {@code txt2img} draws with
 * where a request names none. It is shared by all clients of this dialect, as there; a request that has begun keeps the
 * model it began with. Thread-safe.
 */
final class Settings {
    static final String MODEL = "sd_model_checkpoint";
    private static final String HASH = "sd_checkpoint_hash";
    private static final int MOST_UNKNOWN = 16;

    private static final List<Fixed> FIXED = List.of(
            new Fixed("samples_format", "[\"png\"]", "images are PNG"),
            new Fixed("enable_pnginfo", "[true]", "every PNG carries its recipe"),
            new Fixed("CLIP_stop_at_last_layers", "[1]", "prompts are read to the last layer"),
            new Fixed("eta_noise_seed_delta", "[0]", "noise depends on the seed alone"),
            new Fixed("sd_vae", "[\"None\", \"Automatic\"]", "models have their own decoder"));

    private final ImageRequests requests;
    private volatile @Nullable String chosen;

    Settings(ImageRequests requests) {
        this.requests = requests;
    }

    /** The model of requests that name none. */
    ModelDescription model() {
        List<ModelDescription> models = requests.models();
        String name = chosen;
        return models.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElse(models.get(0));
    }

    /** All settings. */
    OptionsBody all() {
        return OptionsBody.of(Checkpoint.of(model()));
    }

    /** Chooses the model of requests that name none. */
    void choose(ModelDescription model) {
        chosen = model.name();
    }

    /**
     * Reads some settings, noting what is wrong.
     *
     * @param prefix what comes before a setting's name in an error
     * @return the model they name, else the present one
     */
    ModelDescription read(@Nullable JsonNode settings, String prefix, List<FieldError> errors) {
        ObjectNode object = settings instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        for (Fixed fixed : FIXED) {
            JsonNode value = object.get(fixed.field());
            if (value != null && !fixed.accepts(value)) {
                errors.add(new FieldError(prefix + fixed.field(), fixed.refusal(value)));
            }
        }
        refuseUnknown(object, prefix, errors);
        JsonNode wanted = object.get(MODEL);
        return wanted == null || wanted.isNull() ? model() : find(wanted, prefix, errors);
    }

    private ModelDescription find(JsonNode wanted, String prefix, List<FieldError> errors) {
        List<ModelDescription> models = requests.models();
        return Checkpoint.find(models, wanted.asText()).orElseGet(() -> {
            List<String> names = models.stream().map(ModelDescription::name).toList();
            errors.add(new FieldError(
                    prefix + MODEL,
                    "expected one of " + String.join(", ", names) + ", found " + FieldReader.describe(wanted)));
            return model();
        });
    }

    private static void refuseUnknown(ObjectNode object, String prefix, List<FieldError> errors) {
        List<String> known = new ArrayList<>(List.of(MODEL, HASH));
        FIXED.forEach(fixed -> known.add(fixed.field()));
        TreeSet<String> unknown = new TreeSet<>();
        object.fieldNames().forEachRemaining(unknown::add);
        known.forEach(unknown::remove);
        unknown.stream()
                .limit(MOST_UNKNOWN)
                .map(name -> new FieldError(
                        prefix + FieldReader.shorten(name),
                        "unknown setting; expected one of " + String.join(", ", known)))
                .forEach(errors::add);
    }
}
