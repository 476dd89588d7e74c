package dev.flawsmith.guard;

import dev.flawsmith.image.PixelImage;

/** An image, or the preview of one, that the guard let go, with its verdict. Only this package can make one. */
public final class ReleasedImage {
    private final PixelImage image;
    private final Verdict verdict;
    private final int attempt;

    ReleasedImage(PixelImage image, Verdict verdict, int attempt) {
        this.image = image;
        this.verdict = verdict;
        this.attempt = attempt;
    }

    public PixelImage image() {
        return image;
    }

    public Verdict verdict() {
        return verdict;
    }

    /** 0 for the first attempt; greater when the guard had the image drawn anew. */
    public int attempt() {
        return attempt;
    }
}
