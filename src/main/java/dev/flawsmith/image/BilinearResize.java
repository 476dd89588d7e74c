package dev.flawsmith.image;

/**
 * PyTorch's {@code interpolate(mode="bilinear", align_corners=False)} without antialiasing, which pytorch-fid uses: output
 * centre {@code i} reads the two inputs around {@code (i + 0.5) from/to - 0.5}, held to the first and the last one. Shrinking
 * by more than two skips pixels: that is the protocol, not a fault here. Float32 throughout, as PyTorch computes it.
 */
public final class BilinearResize {
    private BilinearResize() {}

    /**
     * Resizes to exactly the given size, whatever that does to the aspect ratio.
     *
     * @return {@code [channels, height, width]} (CHW), {@code byte / 255} in [0, 1]
     * @throws IllegalArgumentException if a side is below 1
     */
    public static float[] resize(PixelImage image, int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "expected width and height of at least 1, found " + width + "x" + height);
        }
        int plane = width * height;
        float[] out = new float[Math.multiplyExact(image.channels(), plane)];
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < height; y++) {
                float fy = position(y, image.height(), height);
                int top = (int) fy;
                int bottom = Math.min(image.height() - 1, top + 1);
                float down = fy - top;
                for (int x = 0; x < width; x++) {
                    float fx = position(x, image.width(), width);
                    int left = (int) fx;
                    int right = Math.min(image.width() - 1, left + 1);
                    float along = fx - left;
                    float upper = (1 - along) * unit(image, top, left, c) + along * unit(image, top, right, c);
                    float lower = (1 - along) * unit(image, bottom, left, c) + along * unit(image, bottom, right, c);
                    out[c * plane + y * width + x] = (1 - down) * upper + down * lower;
                }
            }
        }
        return out;
    }

    private static float unit(PixelImage image, int y, int x, int channel) {
        return image.sample(y, x, channel) / 255f;
    }

    private static float position(int i, int from, int to) {
        if (from == to) {
            return i;
        }
        float scale = (float) from / to;
        return Math.min(from - 1, Math.max(0, scale * (i + 0.5f) - 0.5f));
    }
}
