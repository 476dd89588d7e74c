package dev.flawsmith.evaluation.audit;

import dev.flawsmith.image.PixelImage;

/**
 * How noisy a grey image is: Immerkær 1996, "Fast Noise Variance Estimation", equation 5. The difference of two Laplacians
 * is about 0 on smooth surfaces and edges alike, and so what it finds is independent noise, or texture as fine as that.
 */
final class NoiseEstimate {
    /** Root of the sum of the squares of the mask 1 -2 1, -2 4 -2, 1 -2 1. */
    private static final double GAIN = 6;

    private NoiseEstimate() {}

    /** Standard deviation of the noise in grey levels; 0 where the image is smaller than 3 x 3. */
    static double deviation(PixelImage image) {
        int width = image.width();
        int height = image.height();
        if (width < 3 || height < 3) {
            return 0;
        }
        double sum = 0;
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                sum += Math.abs(row(image, y - 1, x) - 2 * row(image, y, x) + row(image, y + 1, x));
            }
        }
        return Math.sqrt(Math.PI / 2) * sum / (GAIN * (width - 2) * (height - 2));
    }

    private static int row(PixelImage image, int y, int x) {
        return image.sample(y, x - 1, 0) - 2 * image.sample(y, x, 0) + image.sample(y, x + 1, 0);
    }
}
