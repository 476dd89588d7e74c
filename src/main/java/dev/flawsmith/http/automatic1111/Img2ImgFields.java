package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.http.FieldReader;
import dev.flawsmith.http.PhotoField;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.synthesis.Canvas;
import dev.flawsmith.synthesis.CanvasDraft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code img2img} has beside {@code txt2img}: the photo, what of it is drawn anew (white), and how. Nothing is resized:
 * a photo larger than the model's images is drawn on in a window of their size around the mask, so {@code inpaint_full_res}
 * says the same as its absence.
 */
final class Img2ImgFields {
    static final String PHOTOS = "init_images";
    private static final int MASK_BLUR = 4;
    private static final int MOST_FILL = 3;
    private static final int MOST_RESIZE_MODE = 3;
    /** The photo's own content, which a strength below 1 leaves something of. */
    private static final int ORIGINAL = 1;

    private static final List<Fixed> FIXED = List.of(
            new Fixed("inpaint_full_res_padding", "[0]", "the window around a mask has the model's size"),
            new Fixed("latent_mask", "[]", "mask says what is drawn anew"),
            new Fixed("mask_round", "[true]", "a pixel is drawn anew or stays; mask_blur fades between them"),
            new Fixed("image_cfg_scale", "[]", "there is no guidance by the photo"),
            new Fixed("initial_noise_multiplier", "[1]", "the noise is the level's own"));

    private Img2ImgFields() {}

    /** The photo to draw on; null where it is missing or wrong, which is noted. */
    static @Nullable CanvasDraft read(FieldReader fields) {
        PixelImage photo = photo(fields);
        String maskText = fields.textUnlessEmpty("mask");
        PixelImage marks = maskText == null ? null : PhotoField.decode(fields, "mask", maskText);
        boolean inverted = inverted(fields);
        int blur = blur(fields);
        Double strength = fields.number("denoising_strength");
        fill(fields, maskText != null, strength == null ? Canvas.STRENGTH : strength);
        fields.flag("inpaint_full_res");
        fields.integerWithin("resize_mode", 0, MOST_RESIZE_MODE, 0);
        fields.flag("include_init_images");
        FIXED.forEach(fixed -> fixed.check(fields));
        if (photo == null || (maskText != null && marks == null)) {
            return null;
        }
        Double wanted = strength == null ? (Double) Canvas.STRENGTH : strength;
        if (marks == null) {
            return new CanvasDraft(photo, null, wanted, null, null);
        }
        PixelMask mask = PixelMask.whereBright(marks);
        return new CanvasDraft(photo, inverted ? mask.inverted() : mask, wanted, null, (long) blur);
    }

    private static @Nullable PixelImage photo(FieldReader fields) {
        JsonNode photos = fields.any(PHOTOS);
        if (photos == null
                || !photos.isArray()
                || photos.size() != 1
                || !photos.get(0).isTextual()) {
            String found = photos == null
                    ? "none"
                    : photos.isArray() ? "an array of " + photos.size() : FieldReader.describe(photos);
            fields.refuse(PHOTOS, "expected an array of one image in Base64, found " + found);
            return null;
        }
        return PhotoField.decode(fields, PHOTOS, photos.get(0).textValue());
    }

    /** 0 or 1, or false or true. */
    private static boolean inverted(FieldReader fields) {
        JsonNode node = fields.any("inpainting_mask_invert");
        if (node == null || (node.isBoolean() && !node.booleanValue())) {
            return false;
        }
        if (node.isBoolean()) {
            return true;
        }
        return fields.integerWithin("inpainting_mask_invert", 0, 1, 0) == 1;
    }

    /** Of both axes alike, however it is said. */
    private static int blur(FieldReader fields) {
        List<String> names = List.of("mask_blur", "mask_blur_x", "mask_blur_y");
        Integer said = null;
        for (String name : names) {
            Long found = fields.integer(name, "from 0 to " + Canvas.MOST_SEAM);
            if (found == null) {
                continue;
            }
            if (found < 0 || found > Canvas.MOST_SEAM) {
                fields.refuse(name, "expected a whole number from 0 to " + Canvas.MOST_SEAM + ", found " + found);
            } else if (said != null && said != found.intValue()) {
                fields.refuse(name, "expected " + said + ", the same both ways, found " + found);
            } else {
                said = found.intValue();
            }
        }
        return said == null ? MASK_BLUR : said;
    }

    private static void fill(FieldReader fields, boolean masked, double strength) {
        int fill = fields.integerWithin("inpainting_fill", 0, MOST_FILL, ORIGINAL);
        if (masked && fill != ORIGINAL && strength < 1) {
            fields.refuse(
                    "inpainting_fill",
                    "expected " + ORIGINAL
                            + " (the photo's own content), or any with a denoising_strength of 1, which leaves"
                            + " nothing of it, found " + fill);
        }
    }
}
