package dev.flawsmith.synthesis;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.sampling.Repainting;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks a photo to draw on against a model, keeping every error. */
final class CanvasCheck {
    private final CanvasDraft draft;
    private final ModelDescription model;
    private final ImageShape shape;
    private final List<FieldError> errors = new ArrayList<>();

    CanvasCheck(CanvasDraft draft, ModelDescription model) {
        this.draft = draft;
        this.model = model;
        this.shape = model.shape();
    }

    /** All that is wrong, once {@link #canvas()} was asked for. */
    List<FieldError> errors() {
        return errors;
    }

    /** The canvas; null where something is wrong. */
    @Nullable
    Canvas canvas() {
        if (!model.takesPhoto()) {
            String why = model.defaultSampler() == null
                    ? " draws without steps"
                    : " works on latents and has no encoder that makes one of a photo";
            reject("init_image", "expected none, found one: model " + model.name() + why);
            return null;
        }
        PixelImage photo = draft.photo();
        if (draft.mask() != null && draft.region() != null) {
            reject("region", "expected a mask or a region, found both");
            return null;
        }
        double strength = strength();
        int passes = whole("repaint_passes", draft.passes(), 1, Repainting.MOST_PASSES, Canvas.PASSES);
        int seam = whole("seam", draft.seam(), 0, Canvas.MOST_SEAM, Canvas.SEAM);
        if (!draft.isPart()) {
            whole();
            return errors.isEmpty() ? new Canvas(photo, null, shape, 0, 0, strength, 1, 0) : null;
        }
        large();
        if (draft.region() instanceof Region.Somewhere) {
            colours(photo); // any part of it may be the network's
            return errors.isEmpty()
                    ? new Canvas(photo, null, draft.region(), shape, 0, 0, strength, passes, seam)
                    : null;
        }
        PixelMask mask = mask();
        PixelMask.Box box = mask == null ? null : box(mask);
        if (box == null || !errors.isEmpty()) {
            return null;
        }
        int left = Canvas.windowStart(box.left(), box.width(), shape.width(), photo.width());
        int top = Canvas.windowStart(box.top(), box.height(), shape.height(), photo.height());
        Canvas canvas = new Canvas(photo, mask, draft.region(), shape, left, top, strength, passes, seam);
        if (Objects.requireNonNull(canvas.part()).area() == shape.width() * shape.height()) {
            reject(
                    field(),
                    "expected some of the " + size(shape.width(), shape.height()) + " pixels around what is drawn"
                            + " anew to stay, for it to agree with, found a " + field() + " that covers them all");
        }
        colours(photo.crop(left, top, shape.width(), shape.height()));
        return errors.isEmpty() ? canvas : null;
    }

    /** The field that tells of the part. */
    private String field() {
        return draft.region() == null ? "mask" : "region";
    }

    private double strength() {
        Double strength = draft.strength();
        if (strength == null) {
            return draft.isPart() ? 1 : Canvas.STRENGTH;
        }
        if (!(strength > 0 && strength <= 1)) {
            reject(
                    "strength",
                    "expected a number above 0, at most 1, found " + strength
                            + (strength == 0 ? ": nothing would be drawn" : ""));
            return 1;
        }
        return strength;
    }

    private int whole(String field, @Nullable Long value, int least, int most, int missing) {
        if (value == null) {
            return missing;
        }
        if (!draft.isPart()) {
            reject(field, "expected none without a mask or region, found " + value);
            return missing;
        }
        if (value < least || value > most) {
            reject(field, "expected a whole number from " + least + " to " + most + ", found " + value);
            return missing;
        }
        return value.intValue();
    }

    private void whole() {
        PixelImage photo = draft.photo();
        if (photo.width() != shape.width() || photo.height() != shape.height()) {
            reject(
                    "init_image",
                    "expected " + size(shape.width(), shape.height()) + " pixels, as model " + model.name()
                            + " draws, found " + size(photo.width(), photo.height())
                            + "; a larger photo is drawn on in a part, which a mask or region tells");
        } else {
            colours(photo);
        }
    }

    private void large() {
        PixelImage photo = draft.photo();
        if (photo.width() < shape.width() || photo.height() < shape.height()) {
            reject(
                    "init_image",
                    "expected at least " + size(shape.width(), shape.height()) + " pixels, as model " + model.name()
                            + " draws, found " + size(photo.width(), photo.height()));
        }
    }

    /** The mask that was told; null where it is none. */
    private @Nullable PixelMask mask() {
        PixelImage photo = draft.photo();
        if (!(draft.region() instanceof Region.Box box)) {
            return draft.mask();
        }
        if (!box.isWithin(photo.width(), photo.height())) {
            reject(
                    "region",
                    "expected a box of at least 1x1 pixels within the photo's " + size(photo.width(), photo.height())
                            + ", found " + box);
            return null;
        }
        return box.mask(photo.width(), photo.height());
    }

    private PixelMask.@Nullable Box box(PixelMask mask) {
        PixelImage photo = draft.photo();
        if (mask.width() != photo.width() || mask.height() != photo.height()) {
            reject(
                    "mask",
                    "expected the photo's " + size(photo.width(), photo.height()) + " pixels, found "
                            + size(mask.width(), mask.height()));
            return null;
        }
        int area = mask.area();
        if (area == 0) {
            reject("mask", "expected a part to draw anew, found an empty mask");
            return null;
        }
        if (area == mask.width() * mask.height()) {
            reject(
                    field(),
                    "expected a part to stay, found a " + field()
                            + " that covers everything; leave it out to draw on all");
            return null;
        }
        PixelMask.Box box = mask.box();
        if (box.width() > shape.width() || box.height() > shape.height()) {
            reject(
                    field(),
                    "expected a part within " + size(shape.width(), shape.height()) + " pixels, as model "
                            + model.name() + " draws, found one of " + size(box.width(), box.height()));
        }
        return box;
    }

    /** A grey model draws on what is grey, however it is stored. */
    private void colours(PixelImage window) {
        if (shape.channels() == 1 && !window.isGrey()) {
            reject("init_image", "expected a grey photo, as model " + model.name() + " draws, found colours");
        }
    }

    private static String size(int width, int height) {
        return width + "x" + height;
    }

    private void reject(String field, String message) {
        errors.add(new FieldError(field, message));
    }
}
