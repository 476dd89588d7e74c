package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.http.FieldNames;
import dev.flawsmith.http.FieldReader;
import dev.flawsmith.http.ImageRequests;
import dev.flawsmith.http.Subject;
import dev.flawsmith.synthesis.CanvasDraft;
import dev.flawsmith.synthesis.FieldError;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of {@code POST /sdapi/v1/txt2img} or {@code img2img}. What is left out takes the model's default, not AUTOMATIC1111's, which
 * is made for other models; what is said is taken as it is, or refused.
 */
final class Txt2ImgReader {
    private static final FieldNames NAMES = new FieldNames(Map.of(
            "class", "prompt",
            "n", "batch_size",
            "sampler", "sampler_name",
            "guidance_scale", "cfg_scale",
            "init_image", Img2ImgFields.PHOTOS,
            "strength", "denoising_strength",
            "seam", "mask_blur",
            "model", "override_settings." + Settings.MODEL));
    private static final Pattern TASK_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final ImageRequests requests;
    private final Settings settings;
    private final boolean photo;

    /** @param photo whether images are drawn on one: {@code img2img} */
    Txt2ImgReader(ImageRequests requests, Settings settings, boolean photo) {
        this.requests = requests;
        this.settings = settings;
        this.photo = photo;
    }

    /**
     * Reads and checks.
     *
     * @throws SynthesisException {@code INVALID_REQUEST}, with every wrong field
     */
    Txt2Img read(ObjectNode json) {
        FieldReader fields = new FieldReader(json);
        ModelDescription model = model(fields);
        String prompt = fields.text("prompt");
        Subject subject =
                Subject.of(List.of(model), model.name(), prompt == null && json.get("prompt") == null ? "" : prompt);
        int batchSize = fields.integerWithin("batch_size", 1, SynthesisRequest.MAX_IMAGES, 1);
        CanvasDraft canvas = photo ? Img2ImgFields.read(fields) : null;
        RequestDraft draft = new RequestDraft(
                model.name(),
                subject.className(),
                subject.prompt(),
                said(fields, "negative_prompt"),
                (long) images(fields, batchSize),
                seed(fields),
                fields.integer("steps", "from 1 to " + SynthesisRequest.MAX_STEPS),
                sampler(fields, model),
                fields.number("cfg_scale"),
                null,
                null,
                fields.guard("guard"),
                canvas);
        side(
                fields,
                "width",
                model.shape().width(),
                canvas == null ? 0 : canvas.photo().width(),
                model);
        side(
                fields,
                "height",
                model.shape().height(),
                canvas == null ? 0 : canvas.photo().height(),
                model);
        scheduler(fields, model);
        String taskId = taskId(fields);
        boolean sendImages = !Boolean.FALSE.equals(fields.flag("send_images"));
        Unsupported.check(fields, photo);
        SynthesisRequest request = requests.check(draft, fields, NAMES);
        return new Txt2Img(request, model, batchSize, taskId, sendImages, Parameters.of(json, request, model));
    }

    private ModelDescription model(FieldReader fields) {
        JsonNode overrides = fields.any("override_settings");
        if (overrides != null && !overrides.isObject()) {
            fields.refuse("override_settings", "expected an object, found " + FieldReader.describe(overrides));
        }
        List<FieldError> errors = new ArrayList<>();
        ModelDescription model = settings.read(overrides, "override_settings.", errors);
        errors.forEach(error -> fields.refuse(error.field(), error.message()));
        return model;
    }

    private static int images(FieldReader fields, int batchSize) {
        int batches = fields.integerWithin("n_iter", 1, SynthesisRequest.MAX_IMAGES, 1);
        long images = (long) batchSize * batches;
        if (images > SynthesisRequest.MAX_IMAGES) {
            fields.refuse(
                    "n_iter",
                    "expected at most " + SynthesisRequest.MAX_IMAGES + " images in batch_size * n_iter, found "
                            + images);
            return 1;
        }
        return (int) images;
    }

    private static @Nullable Long seed(FieldReader fields) {
        String range = "from -1, which is random, to " + Long.MAX_VALUE;
        Long seed = fields.integer("seed", range);
        if (seed != null && seed < -1) {
            fields.refuse("seed", "expected a whole number " + range + ", found " + seed);
        }
        return seed == null || seed < 0 ? null : seed;
    }

    private static @Nullable String sampler(FieldReader fields, ModelDescription model) {
        String index = said(fields, "sampler_index");
        String name = said(fields, "sampler_name");
        String wanted = name != null ? name : index;
        if (wanted == null || model.samplers().isEmpty()) {
            return wanted;
        }
        String found = SamplerNames.find(model, wanted).orElse(null);
        if (found == null) {
            List<String> known = SamplerNames.of(List.of(model)).stream()
                    .map(SamplerNames.Known::name)
                    .toList();
            fields.refuse(
                    name != null ? "sampler_name" : "sampler_index",
                    "expected one of " + String.join(", ", known) + "; found " + FieldReader.quote(wanted));
        }
        return found;
    }

    /** A text; null where it is empty, which AUTOMATIC1111 takes as not given. */
    private static @Nullable String said(FieldReader fields, String field) {
        return fields.textUnlessEmpty(field);
    }

    /** The model's own, or the photo's. */
    private static void side(FieldReader fields, String field, int own, int photo, ModelDescription model) {
        Long found = fields.integer(field, "of pixels");
        if (found != null && found != own && found != photo) {
            fields.refuse(
                    field,
                    "expected " + own + " or none, the size of model " + model.name() + " (nothing is resized), found "
                            + found);
        }
    }

    private static void scheduler(FieldReader fields, ModelDescription model) {
        String name = said(fields, "scheduler");
        List<String> known = model.karras() ? List.of("Automatic", "Karras") : List.of("Automatic");
        if (name != null && known.stream().noneMatch(name::equalsIgnoreCase)) {
            fields.refuse("scheduler", "expected " + String.join(" or ", known) + ", found " + FieldReader.quote(name));
        }
    }

    private static @Nullable String taskId(FieldReader fields) {
        String id = said(fields, "force_task_id");
        if (id != null && !TASK_ID.matcher(id).matches()) {
            fields.refuse(
                    "force_task_id",
                    "expected 1 to 128 printable ASCII characters without space, found " + FieldReader.quote(id));
        }
        return id;
    }
}
