package dev.flawsmith.http.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import dev.flawsmith.http.FieldReader;
import dev.flawsmith.http.PhotoField;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.TransparencyMask;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.sampling.Repainting;
import dev.flawsmith.synthesis.Canvas;
import dev.flawsmith.synthesis.CanvasDraft;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an edit draws on. What is transparent in the mask or, without one, in the image itself is drawn anew, the rest
 * stays; without any transparency all of the image is drawn on.
 *
 * @param canvas null where a picture is missing or wrong, which is noted
 * @param names what the form calls the fields of a canvas, of those that it calls otherwise
 */
record EditedImage(@Nullable CanvasDraft canvas, Map<String, String> names) {
    static final String IMAGE = "image";
    static final String MASK = "mask";

    /** As {@code POST /v1/images} calls it. */
    private static final String PHOTO = "init_image";

    EditedImage {
        names = Map.copyOf(names);
    }

    static EditedImage read(FieldReader fields) {
        JsonNode image = fields.any(IMAGE);
        JsonNode mask = fields.any(MASK);
        Double strength = fields.number("strength");
        Long passes = fields.integer("repaint_passes", "from 1 to " + Repainting.MOST_PASSES);
        Long seam = fields.integer("seam", "from 0 to " + Canvas.MOST_SEAM);
        byte[] encoded = file(fields, IMAGE, image);
        PixelImage photo = encoded == null ? null : PhotoField.decode(fields, IMAGE, encoded);
        PixelMask marked = mask == null ? null : marked(fields, mask);
        if (encoded == null || photo == null || (mask != null && marked == null)) {
            // Of what could not be read nothing more can be said.
            return new EditedImage(null, Map.of(PHOTO, IMAGE));
        }
        PixelMask holes = mask == null ? holes(fields, encoded) : null;
        PixelMask anew = holes == null ? marked : holes;
        Double wanted = anew == null ? strength : Objects.requireNonNullElse(strength, 1.0);
        // Beneath a hole there is no photo for what is drawn to fade into.
        Long fading = holes == null ? seam : Objects.requireNonNullElse(seam, 0L);
        Map<String, String> names = holes == null ? Map.of(PHOTO, IMAGE) : Map.of(PHOTO, IMAGE, MASK, IMAGE);
        return new EditedImage(new CanvasDraft(photo, anew, wanted, passes, fading), names);
    }

    /** The one file of a field; null where it is missing or not alone, which is noted. */
    private static byte @Nullable [] file(FieldReader fields, String field, @Nullable JsonNode node) {
        JsonNode only = node instanceof ArrayNode list && list.size() == 1 ? list.get(0) : node;
        if (only instanceof BinaryNode file) {
            return file.binaryValue();
        }
        fields.refuse(field, "expected one picture, found " + (only == null ? "none" : only.size()));
        return null;
    }

    /** Where the mask is transparent; null where it is wrong, which is noted. */
    private static @Nullable PixelMask marked(FieldReader fields, JsonNode mask) {
        byte[] encoded = file(fields, MASK, mask);
        if (encoded == null) {
            return null;
        }
        try {
            Optional<PixelMask> marked = TransparencyMask.of(encoded, MASK, PhotoField.LIMITS);
            if (marked.isEmpty()) {
                fields.refuse(
                        MASK,
                        "expected transparent pixels where the image is drawn anew, found a picture without"
                                + " transparency");
            }
            return marked.orElse(null);
        } catch (UnreadableImageException e) {
            fields.refuse(MASK, e.reason());
            return null;
        }
    }

    /** Where the image is transparent itself; null where it is nowhere. */
    private static @Nullable PixelMask holes(FieldReader fields, byte[] image) {
        try {
            return TransparencyMask.of(image, IMAGE, PhotoField.LIMITS)
                    .filter(mask -> mask.area() > 0)
                    .orElse(null);
        } catch (UnreadableImageException e) {
            fields.refuse(IMAGE, e.reason());
            return null;
        }
    }
}
