package dev.flawsmith.training.encoder;

import dev.flawsmith.image.PixelImage;
import java.util.SplittableRandom;

/**
 * A random part of a square grey picture, brought to another size, as a camera that was moved would see it: crop and
 * stretch, shift beyond the edge (which is repeated), a slight turn, and one of the eight flips and quarter turns. Bilinear.
 */
final class Resampling {
    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double x0;
    private final double y0;

    private Resampling(double xx, double xy, double yx, double yy, double x0, double y0) {
        this.xx = xx;
        this.xy = xy;
        this.yx = yx;
        this.yy = yy;
        this.x0 = x0;
        this.y0 = y0;
    }

    /** The whole picture as it is. */
    static Resampling whole() {
        return new Resampling(1, 0, 0, 1, 0, 0);
    }

    static Resampling random(SplittableRandom random) {
        double zoom = random.nextDouble() < 0.6 ? random.nextDouble(0.72, 1) : 1;
        double stretch = random.nextDouble() < 0.4 ? random.nextDouble(0.92, 1.08) : 1;
        double sx = zoom * stretch;
        double sy = zoom / stretch;
        double slack = random.nextDouble() < 0.5 ? 0.09 : 0;
        double x0 = (1 - zoom) * random.nextDouble(-0.5, 0.5) + slack * random.nextDouble(-1, 1);
        double y0 = (1 - zoom) * random.nextDouble(-0.5, 0.5) + slack * random.nextDouble(-1, 1);
        double angle = random.nextDouble() < 0.15 ? random.nextDouble(-0.1, 0.1) : 0;
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double[] row1 = {sx * cos, -sx * sin};
        double[] row2 = {sy * sin, sy * cos};
        int symmetry = random.nextDouble() < 0.6 ? random.nextInt(8) : 0;
        boolean transposed = (symmetry & 1) != 0;
        double u = (symmetry & 2) == 0 ? 1 : -1;
        double v = (symmetry & 4) == 0 ? 1 : -1;
        double[] a = transposed ? new double[] {row1[1] * v, row1[0] * u} : new double[] {row1[0] * u, row1[1] * v};
        double[] b = transposed ? new double[] {row2[1] * v, row2[0] * u} : new double[] {row2[0] * u, row2[1] * v};
        return new Resampling(a[0], a[1], b[0], b[1], x0, y0);
    }

    /** Grey levels {@code [size, size]}, row by row. */
    float[] apply(PixelImage picture, int size) {
        int side = picture.width();
        byte[] samples = picture.samples();
        float[] out = new float[size * size];
        for (int y = 0; y < size; y++) {
            double v = (y + 0.5) / size - 0.5;
            for (int x = 0; x < size; x++) {
                double u = (x + 0.5) / size - 0.5;
                double px = (xx * u + xy * v + x0 + 0.5) * side - 0.5;
                double py = (yx * u + yy * v + y0 + 0.5) * side - 0.5;
                out[y * size + x] = at(samples, side, px, py);
            }
        }
        return out;
    }

    private static float at(byte[] samples, int side, double x, double y) {
        double cx = Math.max(0, Math.min(side - 1, x));
        double cy = Math.max(0, Math.min(side - 1, y));
        int left = Math.min(side - 2, (int) cx);
        int top = Math.min(side - 2, (int) cy);
        float fx = (float) (cx - left);
        float fy = (float) (cy - top);
        int p = top * side + left;
        float upper = (samples[p] & 0xff) * (1 - fx) + (samples[p + 1] & 0xff) * fx;
        float lower = (samples[p + side] & 0xff) * (1 - fx) + (samples[p + side + 1] & 0xff) * fx;
        return upper * (1 - fy) + lower * fy;
    }
}
