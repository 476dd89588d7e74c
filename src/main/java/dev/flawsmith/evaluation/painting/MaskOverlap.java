package dev.flawsmith.evaluation.painting;

import dev.flawsmith.image.PixelMask;

/** How far two masks agree: intersection over union, 1 for the same, 0 for none in common; two empty ones are the same. */
public final class MaskOverlap {
    private MaskOverlap() {}

    /**
     * Compares.
     *
     * @throws IllegalArgumentException if sizes differ
     */
    public static double of(PixelMask a, PixelMask b) {
        if (a.width() != b.width() || a.height() != b.height()) {
            throw new IllegalArgumentException("expected masks of one size, found " + a + " and " + b);
        }
        int both = 0;
        int either = 0;
        for (int y = 0; y < a.height(); y++) {
            for (int x = 0; x < a.width(); x++) {
                both += a.at(y, x) && b.at(y, x) ? 1 : 0;
                either += a.at(y, x) || b.at(y, x) ? 1 : 0;
            }
        }
        return either == 0 ? 1 : (double) both / either;
    }
}
