package dev.flawsmith.dataset.procedural;

/**
 * Gradient noise on a hashed lattice (Perlin, "Improving noise", 2002): smooth, band-limited around one cycle per
 * cell, mean 0, standard deviation about 1, nearly always within [-2.5, 2.5]. Keeps the last cell's corners: owned by one thread.
 */
final class GradientNoise {
    private static final int DIRECTIONS = 32;
    private static final double[] DX = new double[DIRECTIONS];
    private static final double[] DY = new double[DIRECTIONS];
    /** One over the standard deviation of the raw interpolated noise with unit gradients. */
    private static final double TO_UNIT_DEVIATION = 4.6;

    static {
        for (int i = 0; i < DIRECTIONS; i++) {
            DX[i] = TO_UNIT_DEVIATION * StrictMath.cos(2 * Math.PI * i / DIRECTIONS);
            DY[i] = TO_UNIT_DEVIATION * StrictMath.sin(2 * Math.PI * i / DIRECTIONS);
        }
    }

    private final int salt;
    private int cellX = Integer.MIN_VALUE;
    private int cellY = Integer.MIN_VALUE;
    private int topLeft;
    private int topRight;
    private int bottomLeft;
    private int bottomRight;

    GradientNoise(Draws draws) {
        this.salt = (int) draws.bits();
    }

    double at(double x, double y) {
        int column = floor(x);
        int row = floor(y);
        if (column != cellX || row != cellY) {
            enter(column, row);
        }
        double fx = x - column;
        double fy = y - row;
        double a = DX[topLeft] * fx + DY[topLeft] * fy;
        double b = DX[topRight] * (fx - 1) + DY[topRight] * fy;
        double c = DX[bottomLeft] * fx + DY[bottomLeft] * (fy - 1);
        double d = DX[bottomRight] * (fx - 1) + DY[bottomRight] * (fy - 1);
        double sx = fade(fx);
        double top = a + sx * (b - a);
        double bottom = c + sx * (d - c);
        return top + fade(fy) * (bottom - top);
    }

    /** Neighbouring pixels mostly lie in one cell or in the next one, so corners are kept. */
    private void enter(int column, int row) {
        boolean toTheRight = row == cellY && column == cellX + 1;
        topLeft = toTheRight ? topRight : direction(column, row);
        bottomLeft = toTheRight ? bottomRight : direction(column, row + 1);
        topRight = direction(column + 1, row);
        bottomRight = direction(column + 1, row + 1);
        cellX = column;
        cellY = row;
    }

    /** {@code octaves} octaves, each half as strong as the one before, scaled back to a deviation of about 1. */
    double fractal(double x, double y, int octaves) {
        double sum = 0;
        double weight = 1;
        double power = 0;
        for (int i = 0; i < octaves; i++) {
            sum += weight * at(x + 17.3 * i, y - 9.1 * i);
            power += weight * weight;
            weight *= 0.5;
            x *= 2.03;
            y *= 2.03;
        }
        return sum / Math.sqrt(power);
    }

    private int direction(int column, int row) {
        int h = salt ^ (column * 0x27d4eb2d) ^ (row * 0x165667b1);
        h = (h ^ (h >>> 15)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h >>> 27;
    }

    private static double fade(double t) {
        return t * t * t * (t * (t * 6 - 15) + 10);
    }

    private static int floor(double v) {
        int truncated = (int) v;
        return v < truncated ? truncated - 1 : truncated;
    }
}
