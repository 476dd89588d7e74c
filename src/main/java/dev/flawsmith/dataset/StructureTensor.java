package dev.flawsmith.dataset;

import dev.flawsmith.image.PixelImage;

/**
 * The structure tensor of a whole image, the sum of {@code g g^T} over Sobel gradients g (Bigün and Granlund, "Optimal
 * orientation detection of linear symmetry", 1987).
 *
 * @param coherence {@code (l1 - l2) / (l1 + l2)} of its eigenvalues, in [0, 1]: 0 has no direction, 1 only one
 * @param lineDegrees the direction along the lines, in [0, 180), counter-clockwise: 0 is horizontal, 90 vertical
 */
public record StructureTensor(double coherence, double lineDegrees) {

    /** Of a grey image of any size; one without any gradient has coherence 0 and no angle but 0. */
    public static StructureTensor of(PixelImage grey) {
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int y = 1; y < grey.height() - 1; y++) {
            for (int x = 1; x < grey.width() - 1; x++) {
                double gx = sobel(grey, y, x, 0, 1);
                double gy = -sobel(grey, y, x, 1, 0); // rows grow downwards, angles turn as seen
                xx += gx * gx;
                yy += gy * gy;
                xy += gx * gy;
            }
        }
        if (xx + yy == 0) {
            return new StructureTensor(0, 0);
        }
        double gradient = Math.toDegrees(Math.atan2(2 * xy, xx - yy) / 2);
        double coherence = Math.hypot(xx - yy, 2 * xy) / (xx + yy);
        return new StructureTensor(coherence, (gradient + 90 + 180) % 180);
    }

    /** The derivative along (dy, dx), smoothed across it by 1 2 1. */
    private static double sobel(PixelImage grey, int y, int x, int dy, int dx) {
        double sum = 0;
        for (int side = -1; side <= 1; side++) {
            int across = y + side * dx;
            int along = x + side * dy;
            int weight = side == 0 ? 2 : 1;
            sum += weight * (grey.sample(across + dy, along + dx, 0) - grey.sample(across - dy, along - dx, 0));
        }
        return sum;
    }
}
