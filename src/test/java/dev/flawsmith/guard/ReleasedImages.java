package dev.flawsmith.guard;

import dev.flawsmith.image.PixelImage;

/** Lets tests of other packages make released images with the verdict that they need. */
public final class ReleasedImages {
    private ReleasedImages() {}

    public static ReleasedImage of(PixelImage image, Verdict verdict, int attempt) {
        return new ReleasedImage(image, verdict, attempt);
    }
}
