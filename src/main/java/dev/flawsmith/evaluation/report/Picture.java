package dev.flawsmith.evaluation.report;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import java.util.Map;

/**
 * An image with what is written below it.
 *
 * @param caption below the picture; also what is read aloud
 */
public record Picture(PixelImage image, String caption) {
    /** Grey levels of a difference are shown this many times as strong, around mid grey. */
    public static final int DIFFERENCE_GAIN = 2;

    private static final int GREY = 128;

    byte[] png() {
        return Png.encode(image, Map.of());
    }

    /**
     * The difference of two images of one size, {@code 128 + 2 (a - b)}, clipped to 0..255: grey where they agree.
     *
     * @throws IllegalArgumentException if sizes or channels differ
     */
    public static Picture difference(PixelImage a, PixelImage b, String caption) {
        if (a.width() != b.width() || a.height() != b.height() || a.channels() != b.channels()) {
            throw new IllegalArgumentException("expected two images of one size, found " + a + " and " + b);
        }
        byte[] left = a.samples();
        byte[] right = b.samples();
        byte[] difference = new byte[left.length];
        for (int i = 0; i < left.length; i++) {
            int value = GREY + DIFFERENCE_GAIN * ((left[i] & 0xff) - (right[i] & 0xff));
            difference[i] = (byte) Math.max(0, Math.min(255, value));
        }
        return new Picture(new PixelImage(a.width(), a.height(), a.channels(), difference), caption);
    }
}
