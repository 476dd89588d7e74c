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
        PixelMask mask = draft.mask();
        double strength = strength(mask);
        int passes = whole("repaint_passes", draft.passes(), 1, Repainting.MOST_PASSES, Canvas.PASSES);
        int seam = whole("seam", draft.seam(), 0, Canvas.MOST_SEAM, Canvas.SEAM);
        if (mask == null) {
            whole();
            return errors.isEmpty() ? new Canvas(photo, null, shape, 0, 0, strength, 1, 0) : null;
        }
        PixelMask.Box box = box(mask);
        if (box == null || !errors.isEmpty()) {
            return null;
        }
        int left = start(box.left(), box.width(), shape.width(), photo.width());
        int top = start(box.top(), box.height(), shape.height(), photo.height());
        Canvas canvas = new Canvas(photo, mask, shape, left, top, strength, passes, seam);
        if (Objects.requireNonNull(canvas.part()).area() == shape.width() * shape.height()) {
            reject(
                    "mask",
                    "expected some of the " + size(shape.width(), shape.height()) + " pixels around what is drawn"
                            + " anew to stay, for it to agree with, found a mask that covers them all");
        }
        colours(photo.crop(left, top, shape.width(), shape.height()));
        return errors.isEmpty() ? canvas : null;
    }

    private double strength(@Nullable PixelMask mask) {
        Double strength = draft.strength();
        if (strength == null) {
            return mask == null ? Canvas.STRENGTH : 1;
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
        if (draft.mask() == null) {
            reject(field, "expected none without a mask, found " + value);
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
                            + "; a larger photo is drawn on in a part, which a mask tells");
        } else {
            colours(photo);
        }
    }

    private PixelMask.@Nullable Box box(PixelMask mask) {
        PixelImage photo = draft.photo();
        if (photo.width() < shape.width() || photo.height() < shape.height()) {
            reject(
                    "init_image",
                    "expected at least " + size(shape.width(), shape.height()) + " pixels, as model " + model.name()
                            + " draws, found " + size(photo.width(), photo.height()));
        }
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
            reject("mask", "expected a part to stay, found a mask that covers everything; leave it out to draw on all");
            return null;
        }
        PixelMask.Box box = mask.box();
        if (box.width() > shape.width() || box.height() > shape.height()) {
            reject(
                    "mask",
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

    /** Where a window begins, so that what it is for is in its middle as far as the photo reaches. */
    private static int start(int from, int length, int window, int photo) {
        return Math.max(0, Math.min(photo - window, from + length / 2 - window / 2));
    }

    private static String size(int width, int height) {
        return width + "x" + height;
    }

    private void reject(String field, String message) {
        errors.add(new FieldError(field, message));
    }
}
