package dev.flawsmith.synthesis;

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
 * @param mask what of it is drawn anew; null for all of it, and where each image has a part of its own
 * @param region how the mask was told, if it was told without one; null otherwise. {@link Region.Somewhere} has none until an
 *     image is {@linkplain #at named}
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
        @Nullable Region region,
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

    /** On a photo, with or without a mask. */
    Canvas(
            PixelImage photo,
            @Nullable PixelMask mask,
            ImageShape shape,
            int left,
            int top,
            double strength,
            int passes,
            int seam) {
        this(photo, mask, null, shape, left, top, strength, passes, seam);
    }

    /** Where a window of the photo begins, so that what it is for is in its middle as far as the photo reaches. */
    static int windowStart(int from, int length, int window, int photo) {
        return Math.max(0, Math.min(photo - window, from + length / 2 - window / 2));
    }

    /** Whether a part of the photo is painted, and the rest stays. */
    public boolean isPart() {
        return mask != null || region != null;
    }

    /** Whether each image has a part of its own. */
    boolean roams() {
        return mask == null && region != null;
    }

    /** That of an image: the same for all, or with a part of its own. */
    Canvas at(long seed) {
        if (!roams()) {
            return this;
        }
        DefectShape own = place(seed);
        PixelMask ownMask = own.mask(photo.width(), photo.height());
        return new Canvas(photo, ownMask, region, shape, own.left(), own.top(), strength, passes, seam);
    }

    /** The part of an image where each has its own. */
    DefectShape place(long seed) {
        return DefectShape.somewhere(photo.width(), photo.height(), shape, seed);
    }

    /** The part of the photo that the network sees, in the model's channels. */
    PixelImage window() {
        return photo.crop(left, top, shape.width(), shape.height()).withChannels(shape.channels());
    }

    /** The same part at another place of the photo, as the network would see it. */
    Canvas movedTo(int otherLeft, int otherTop) {
        return new Canvas(photo, mask, region, shape, otherLeft, otherTop, strength, passes, seam);
    }

    /** Whether the network sees a part of the photo only. */
    boolean isWindowed() {
        return photo.width() > shape.width() || photo.height() > shape.height();
    }

    /** The mask within the window; null without one. */
    @Nullable
    PixelMask part() {
        return mask == null ? null : mask.crop(left, top, shape.width(), shape.height());
    }

    /**
     * What the trajectory needs to know.
     *
     * @param picture the window in the network's own scale, plane after plane
     * @param network the shape of that: the window's, or a latent's, whose places stand for squares of it and are drawn anew
     *     where any pixel of theirs is
     */
    Repainting repainting(float[] picture, ImageShape network) {
        PixelMask part = part();
        if (part == null) {
            return Repainting.whole(picture, strength);
        }
        boolean[] marked = part.coarsened(network.width(), network.height()).marked();
        boolean[] repainted = new boolean[picture.length];
        for (int i = 0; i < repainted.length; i++) {
            repainted[i] = marked[i % marked.length];
        }
        return new Repainting(picture, repainted, strength, passes);
    }

    /** Steps that an image takes. */
    int steps(int scheduled) {
        return !isPart()
                ? Repainting.whole(new float[1], strength).steps(scheduled)
                : new Repainting(new float[1], new boolean[1], strength, passes).steps(scheduled);
    }

    /** Bytes that a finished image holds: its samples and the mask of what changed, and its share of the photo. */
    int bytesPerImage(int images) {
        if (!isPart()) {
            return 2 * shape.size();
        }
        long pixels = (long) photo.width() * photo.height();
        long own = pixels * (Math.max(photo.channels(), shape.channels()) + (roams() ? 2 : 1));
        long shared = pixels * (photo.channels() + shape.channels() + 2);
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, own + (shared + images - 1) / images));
    }

    /** What of it stands in a recipe, once the photo's hash is known. */
    CanvasRecipe recipe(String photoSha256) {
        return new CanvasRecipe(photoSha256, mask == null ? null : sha256(mask), region, strength, passes, seam);
    }

    /** What would ask for it again; the same photo and mask, not copies. */
    public CanvasDraft toDraft() {
        return new CanvasDraft(
                photo,
                region == null ? mask : null,
                region,
                strength,
                isPart() ? (Long) (long) passes : null,
                isPart() ? (Long) (long) seam : null);
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
