package dev.flawsmith.synthesis;

import dev.flawsmith.image.ChangeMask;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.sampling.Repainting;
import org.jspecify.annotations.Nullable;

/**
 * A photo that images are drawn on: all of it led back to noise and drawn anew from there, or a part of it, the rest of
 * which stays as it is to the last bit. A photo larger than the model's images is drawn on in a window of that size around
 * the part. Checked: {@link CanvasCheck} makes it. Immutable.
 *
 * @param photo the asker's own
 * @param mask what of it is drawn anew; null for all of it
 * @param shape of the model's images
 * @param left column of the photo where the window begins
 * @param top row of the photo where the window begins
 * @param strength share of the steps that are done, above 0, at most 1
 * @param passes how often steps are done, 1 to {@link Repainting#MOST_PASSES}
 * @param seam pixels inside the mask over which it fades into the photo, 0 to {@link #MOST_SEAM}
 */
public record Canvas(
        PixelImage photo,
        @Nullable PixelMask mask,
        ImageShape shape,
        int left,
        int top,
        double strength,
        int passes,
        int seam) {
    /** Without a mask and a word of it: AUTOMATIC1111's. */
    public static final double STRENGTH = 0.75;
    /** With a mask and without a word of it. */
    public static final int PASSES = 4;
    /** With a mask and without a word of it. */
    public static final int SEAM = 2;
    /** Widest seam. */
    public static final int MOST_SEAM = 64;

    /** The part of the photo that the network sees, in the model's channels. */
    PixelImage window() {
        return photo.crop(left, top, shape.width(), shape.height()).withChannels(shape.channels());
    }

    /** The mask within the window; null without one. */
    @Nullable
    PixelMask part() {
        return mask == null ? null : mask.crop(left, top, shape.width(), shape.height());
    }

    /** Where the window lies in the photo. */
    PixelMask.Box place() {
        return new PixelMask.Box(left, top, left + shape.width(), top + shape.height());
    }

    /**
     * What the trajectory needs to know.
     *
     * @param picture the window in the network's own scale, plane after plane
     */
    Repainting repainting(float[] picture) {
        PixelMask part = part();
        if (part == null) {
            return Repainting.whole(picture, strength);
        }
        boolean[] marked = part.marked();
        boolean[] repainted = new boolean[picture.length];
        for (int i = 0; i < repainted.length; i++) {
            repainted[i] = marked[i % marked.length];
        }
        return new Repainting(picture, repainted, strength, passes);
    }

    /** Steps that an image takes. */
    int steps(int scheduled) {
        return mask == null
                ? Repainting.whole(new float[1], strength).steps(scheduled)
                : new Repainting(new float[1], new boolean[1], strength, passes).steps(scheduled);
    }

    /**
     * What was drawn, laid into the photo: outside the mask the photo's own samples, within the seam a mean of both.
     *
     * @param drawn of the window's shape
     * @return of the photo's size; with the photo's channels where there is a mask, else with the model's
     */
    PixelImage laidIn(PixelImage drawn) {
        if (mask == null) {
            return drawn;
        }
        PixelImage fitting = drawn.withChannels(photo.channels());
        float[] weights = mask.weights(seam);
        int channels = photo.channels();
        byte[] samples = photo.samples();
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                int place = (top + y) * photo.width() + left + x;
                float weight = weights[place];
                for (int c = 0; c < channels && weight > 0; c++) {
                    int was = samples[place * channels + c] & 0xff;
                    samples[place * channels + c] = (byte) Math.round(was + weight * (fitting.sample(y, x, c) - was));
                }
            }
        }
        return new PixelImage(photo.width(), photo.height(), channels, samples);
    }

    /** Where something stands out from the photo now; null where not a part of it was painted. */
    @Nullable
    PixelMask changed(PixelImage painted) {
        return mask == null ? null : ChangeMask.of(photo, painted, mask);
    }

    /** Samples of a finished image. */
    int samples() {
        return mask == null ? shape.size() : photo.width() * photo.height() * photo.channels();
    }

    /** What of it stands in a recipe. */
    CanvasRecipe recipe() {
        return new CanvasRecipe(Sha256.hex(photo), mask == null ? null : sha256(mask), strength, passes, seam);
    }

    /** What would ask for it again. */
    public CanvasDraft toDraft() {
        return new CanvasDraft(
                photo,
                mask,
                strength,
                mask == null ? null : (Long) (long) passes,
                mask == null ? null : (Long) (long) seam);
    }

    /** Of a mask: a byte a pixel, 0 or 1, row by row. */
    static String sha256(PixelMask mask) {
        boolean[] marked = mask.marked();
        byte[] bytes = new byte[marked.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (marked[i] ? 1 : 0);
        }
        return Sha256.hex(bytes);
    }
}
