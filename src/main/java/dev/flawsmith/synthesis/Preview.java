package dev.flawsmith.synthesis;

import dev.flawsmith.guard.ReleasedImage;

/**
 * An image under way, as the network estimates it after a step: its latest {@code denoised}, as pixels, past the guard.
 *
 * @param index of the image in its request
 * @param step sampler steps finished, 1 to {@code steps - 1}
 * @param steps sampler steps in all
 * @param released the estimate with its own verdict, which is not the finished image's
 */
public record Preview(int index, int step, int steps, ReleasedImage released) {
    /** Most previews of an image that can be asked for. */
    public static final int MOST = 8;
}
