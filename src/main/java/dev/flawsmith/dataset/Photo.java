package dev.flawsmith.dataset;

import dev.flawsmith.image.PixelImage;

/**
 * A decoded photo.
 *
 * @param file where it comes from
 * @param classIndex its class's place in {@link ImageFolder#classes()}
 * @param image square, at the size and in the channels that were asked for
 * @param sha256 of the file's bytes, lower-case hex
 */
public record Photo(LabelledFile file, int classIndex, PixelImage image, String sha256) {}
