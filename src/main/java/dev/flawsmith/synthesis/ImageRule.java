package dev.flawsmith.synthesis;

import dev.flawsmith.image.PixelImage;

/** Draws an image by rule, without a network; thread-safe. */
@FunctionalInterface
public interface ImageRule {
    /** The image of a class that a seed (at least 0) determines wholly. */
    PixelImage draw(String className, long seed);
}
