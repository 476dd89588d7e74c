package dev.flawsmith.dataset.procedural;

import dev.flawsmith.image.PixelImage;

/**
 * A made-up photo of a defect with its exact ground truth.
 *
 * @param image the defective surface, 1 channel
 * @param normal the same surface under the same light and sensor noise, without the defect; equal to {@code image}
 *     wherever the mask is 0
 * @param mask 255 where the defect is, 0 elsewhere, 1 channel
 * @param box the smallest box around the mask
 * @param className the defect's class
 * @param seed the seed that it was made from
 */
public record ProceduralImage(
        PixelImage image, PixelImage normal, PixelImage mask, Box box, String className, long seed) {}
