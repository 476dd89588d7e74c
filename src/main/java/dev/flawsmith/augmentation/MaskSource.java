package dev.flawsmith.augmentation;

import dev.flawsmith.image.PixelImage;

/** A model that knows where its defects are. */
@FunctionalInterface
public interface MaskSource {
    /** 255 where the defect of an image is, 0 elsewhere, 1 channel. */
    PixelImage mask(String className, long seed);
}
