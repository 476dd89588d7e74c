package dev.flawsmith.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.sampling.Repainting;
import dev.flawsmith.synthesis.Canvas;
import dev.flawsmith.synthesis.CanvasDraft;
import dev.flawsmith.synthesis.Region;
import org.jspecify.annotations.Nullable;

/** The fields of {@code POST /v1/images} for a photo to draw on. */
final class CanvasFields {
    private CanvasFields() {}

    /** The photo to draw on; null where none is wished, or it is refused and noted. */
    static @Nullable CanvasDraft read(FieldReader fields) {
        String photoText = fields.text("init_image");
        PixelImage photo = photoText == null ? null : PhotoField.decode(fields, "init_image", photoText);
        String maskText = fields.text("mask");
        PixelImage mask = maskText == null ? null : PhotoField.decode(fields, "mask", maskText);
        JsonNode place = fields.any("region");
        Region region = place == null ? null : RegionBody.read(fields, "region", place);
        Double strength = fields.number("strength");
        Long passes = fields.integer("repaint_passes", "from 1 to " + Repainting.MOST_PASSES);
        Long seam = fields.integer("seam", "from 0 to " + Canvas.MOST_SEAM);
        if (photoText == null) {
            refuse(fields, "mask", maskText != null);
            refuse(fields, "region", place != null);
            refuse(fields, "strength", strength != null);
            refuse(fields, "repaint_passes", passes != null);
            refuse(fields, "seam", seam != null);
        }
        // Of what could not be read nothing more can be said.
        if (photo == null || (maskText != null && mask == null) || (place != null && region == null)) {
            return null;
        }
        PixelMask bright = mask == null ? null : PixelMask.whereBright(mask);
        return new CanvasDraft(photo, bright, region, strength, passes, seam);
    }

    private static void refuse(FieldReader fields, String field, boolean found) {
        if (found) {
            fields.refuse(field, "expected none without an init_image to draw on, found one");
        }
    }
}
