package dev.flawsmith.augmentation;

import dev.flawsmith.image.PixelImage;

/** Says how well an image shows its class. The same image always gets the same answer. */
@FunctionalInterface
public interface QualityGate {
    /** The probability, in [0, 1], that an image is of a class. */
    double agreement(PixelImage image, String className);
}
