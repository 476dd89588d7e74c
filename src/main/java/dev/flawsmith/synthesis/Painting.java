package dev.flawsmith.synthesis;

import dev.flawsmith.image.ChangeMask;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.model.ImageShape;
import org.jspecify.annotations.Nullable;

/**
 * Lays what was drawn into a photo. All that is the same for a request's images is made once, and what an image costs grows
 * with the window, not with the photo, but for the copy of it that goes out. Immutable; thread-safe.
 */
final class Painting {
    private final Canvas canvas;
    /** In the channels of what goes out. */
    private final PixelImage photo;

    private final @Nullable PixelMask part;
    private final float[] weights;

    Painting(Canvas canvas) {
        this.canvas = canvas;
        this.photo = canvas.photo()
                .withChannels(Math.max(canvas.photo().channels(), canvas.shape().channels()));
        this.part = canvas.part();
        this.weights = weights(canvas);
    }

    /** The mask's weights within the window; a pixel around it is looked at, for there nothing is drawn anew. */
    private static float[] weights(Canvas canvas) {
        PixelMask mask = canvas.mask();
        ImageShape shape = canvas.shape();
        if (mask == null) {
            return new float[0];
        }
        int left = Math.max(0, canvas.left() - 1);
        int top = Math.max(0, canvas.top() - 1);
        int right = Math.min(mask.width(), canvas.left() + shape.width() + 1);
        int bottom = Math.min(mask.height(), canvas.top() + shape.height() + 1);
        float[] around = mask.crop(left, top, right - left, bottom - top).weights(canvas.seam());
        float[] weights = new float[shape.width() * shape.height()];
        for (int y = 0; y < shape.height(); y++) {
            int from = (canvas.top() - top + y) * (right - left) + canvas.left() - left;
            System.arraycopy(around, from, weights, y * shape.width(), shape.width());
        }
        return weights;
    }

    /**
     * What goes out: outside the mask the photo's own samples, within the seam a mean of both.
     *
     * @param drawn of the window's shape
     * @return of the photo's size, in the more channels of both; without a mask what was drawn
     */
    PixelImage laidIn(PixelImage drawn) {
        if (part == null) {
            return drawn;
        }
        byte[] samples = photo.samples();
        blend(samples, photo.width(), canvas.left(), canvas.top(), drawn.withChannels(photo.channels()));
        return new PixelImage(photo.width(), photo.height(), photo.channels(), samples);
    }

    /** The window of that alone. */
    PixelImage window(PixelImage drawn) {
        if (part == null) {
            return drawn;
        }
        PixelImage window = before();
        byte[] samples = window.samples();
        blend(samples, window.width(), 0, 0, drawn.withChannels(photo.channels()));
        return new PixelImage(window.width(), window.height(), window.channels(), samples);
    }

    /** Where something stands out from the photo now, of its size; null without a mask. */
    @Nullable
    PixelMask changed(PixelImage drawn) {
        if (part == null) {
            return null;
        }
        PixelMask changed = ChangeMask.of(before(), window(drawn), part);
        boolean[] marked = new boolean[photo.width() * photo.height()];
        boolean[] found = changed.marked();
        for (int y = 0; y < part.height(); y++) {
            int to = (canvas.top() + y) * photo.width() + canvas.left();
            System.arraycopy(found, y * part.width(), marked, to, part.width());
        }
        return new PixelMask(photo.width(), photo.height(), marked);
    }

    private PixelImage before() {
        ImageShape shape = canvas.shape();
        return photo.crop(canvas.left(), canvas.top(), shape.width(), shape.height());
    }

    private void blend(byte[] samples, int width, int left, int top, PixelImage drawn) {
        int channels = photo.channels();
        for (int y = 0; y < drawn.height(); y++) {
            for (int x = 0; x < drawn.width(); x++) {
                float weight = weights[y * drawn.width() + x];
                for (int c = 0; c < channels && weight > 0; c++) {
                    int at = ((top + y) * width + left + x) * channels + c;
                    int was = samples[at] & 0xff;
                    samples[at] = (byte) Math.round(was + weight * (drawn.sample(y, x, c) - was));
                }
            }
        }
    }
}
