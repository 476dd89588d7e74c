package dev.flawsmith.dataset.procedural;

import dev.flawsmith.image.PixelImage;

/**
 * A rectangle of whole pixels: columns {@code x} to {@code x + width - 1}, rows {@code y} to {@code y + height - 1}.
 */
public record Box(int x, int y, int width, int height) {
    public Box {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException("expected x, y of at least 0 and width, height of at least 1, found x="
                    + x + " y=" + y + " width=" + width + " height=" + height);
        }
    }

    /**
     * The smallest box around all non-zero pixels of a mask.
     *
     * @throws IllegalArgumentException if every pixel is zero
     */
    public static Box around(PixelImage mask) {
        int left = mask.width();
        int right = -1;
        int top = mask.height();
        int bottom = -1;
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                if (mask.sample(y, x, 0) != 0) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = y;
                }
            }
        }
        if (right < 0) {
            throw new IllegalArgumentException("expected a mask with a non-zero pixel, found all " + mask + " zero");
        }
        return new Box(left, top, right - left + 1, bottom - top + 1);
    }
}
