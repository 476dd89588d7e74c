package dev.flawsmith.http.automatic1111;

import dev.flawsmith.http.FieldReader;
import java.util.List;

/** The fields of {@code txt2img} and {@code img2img} for things that this server has not. */
final class Unsupported {
    private static final String NO_VARIATION = "there are no variation seeds";
    private static final String NO_RESIZED_SEEDS = "noise is drawn at the model's own size";
    private static final String NO_HIRES = "there is no second pass";
    private static final String NO_CHURN = "choose the sampler edm-churn for churn";
    private static final String NO_SCRIPTS = "there are no scripts and extensions";
    private static final String NO_IMAGES = "img2img draws on a photo";

    private static final List<Fixed> FIELDS = List.of(
            new Fixed("styles", "[[]]", "there are no saved styles"),
            new Fixed("subseed_strength", "[0]", NO_VARIATION),
            new Fixed("seed_resize_from_h", "[-1, 0]", NO_RESIZED_SEEDS),
            new Fixed("seed_resize_from_w", "[-1, 0]", NO_RESIZED_SEEDS),
            new Fixed("restore_faces", "[false]", "there is no face restoration"),
            new Fixed("tiling", "[false]", "images do not tile"),
            new Fixed("eta", "[0]", "samplers have their own"),
            new Fixed("s_min_uncond", "[0]", "say guidance_interval at /v1/images instead"),
            new Fixed("s_churn", "[0]", NO_CHURN),
            new Fixed("s_tmin", "[0]", NO_CHURN),
            new Fixed("s_tmax", "[0]", NO_CHURN),
            new Fixed("s_noise", "[1]", NO_CHURN),
            new Fixed("refiner_checkpoint", "[\"\", \"None\"]", "there is no refiner"),
            new Fixed("enable_hr", "[false]", NO_HIRES),
            new Fixed("firstphase_width", "[0]", NO_HIRES),
            new Fixed("firstphase_height", "[0]", NO_HIRES),
            new Fixed("script_name", "[\"\", \"None\"]", NO_SCRIPTS),
            new Fixed("alwayson_scripts", "[{}]", NO_SCRIPTS),
            new Fixed("comments", "[{}]", NO_SCRIPTS),
            new Fixed("infotext", "[\"\"]", "send the fields themselves"),
            new Fixed("save_images", "[false]", "the server keeps no files"));

    /** Of {@code txt2img} alone. */
    private static final List<Fixed> WITHOUT_PHOTO = List.of(
            new Fixed("firstpass_image", "[]", NO_IMAGES),
            new Fixed(Img2ImgFields.PHOTOS, "[[]]", NO_IMAGES),
            new Fixed("mask", "[]", NO_IMAGES));

    /** Fields that say nothing while what they belong to is switched off. */
    private static final List<String> IDLE = List.of(
            "subseed",
            "hr_scale",
            "hr_upscaler",
            "hr_second_pass_steps",
            "hr_resize_x",
            "hr_resize_y",
            "hr_checkpoint_name",
            "hr_sampler_name",
            "hr_scheduler",
            "hr_prompt",
            "hr_negative_prompt",
            "hr_additional_modules",
            "refiner_switch_at",
            "script_args",
            "override_settings_restore_afterwards",
            "disable_extra_networks",
            "do_not_save_samples",
            "do_not_save_grid");

    private Unsupported() {}

    /**
     * Notes as wrong what asks for something that is not there.
     *
     * @param photo whether the request is drawn on one
     */
    static void check(FieldReader fields, boolean photo) {
        FIELDS.forEach(field -> field.check(fields));
        IDLE.forEach(fields::any);
        if (!photo) {
            WITHOUT_PHOTO.forEach(field -> field.check(fields));
            fields.any("denoising_strength");
        }
    }
}
