package dev.flawsmith.memorization;

import dev.flawsmith.image.PixelImage;

/**
 * A photo on its way into a {@link TrainingIndex}.
 *
 * @param file its name, relative to the dataset
 * @param className its class
 * @param holdout whether it was kept from training; otherwise it was trained on
 * @param sha256 of the file, 64 lower-case hexadecimal digits
 * @param image its pixels, as the network saw them; never stored
 */
public record IndexedPhoto(String file, String className, boolean holdout, String sha256, PixelImage image) {
    public IndexedPhoto {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "expected a sha256 of 64 hexadecimal digits for " + file + ", found " + sha256);
        }
    }
}
