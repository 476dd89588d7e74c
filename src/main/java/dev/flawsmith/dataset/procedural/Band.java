package dev.flawsmith.dataset.procedural;

/**
 * Anisotropic band-limited noise: {@code along} and {@code across} are cycles per unit in the first octave, along and
 * across the direction {@code angle} (radians, x to the right, y down).
 */
record Band(double angle, double along, double across, int octaves) {
    /** No wave is shorter than this many pixels: finer ones would alias. */
    private static final double SHORTEST = 1.6;

    /** A band without a direction. */
    static Band even(double frequency, int octaves) {
        return new Band(0, frequency, frequency, octaves);
    }

    /** Adds {@code amplitude} (standard deviation) times the noise to {@code field}. */
    void addTo(Field field, double amplitude, Draws draws) {
        double weight = 1;
        double power = 0;
        for (int i = 0; i < octaves; i++) {
            power += weight * weight;
            weight *= 0.6;
        }
        weight = amplitude / Math.sqrt(power);
        for (int i = 0; i < octaves; i++) {
            octave(field, StrictMath.scalb(1.0, i), weight, draws);
            weight *= 0.6;
        }
    }

    private void octave(Field field, double scale, double weight, Draws draws) {
        Frame frame = field.frame;
        GradientNoise noise = new GradientNoise(draws);
        double limit = 1 / SHORTEST;
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double u = Math.min(limit, along * scale / frame.unit());
        double v = Math.min(limit, across * scale / frame.unit());
        double offsetU = draws.uniform();
        double offsetV = draws.uniform();
        int p = 0;
        for (int y = 0; y < frame.height(); y++) {
            double rowU = offsetU + u * sin * y;
            double rowV = offsetV + v * cos * y;
            for (int x = 0; x < frame.width(); x++) {
                field.values[p++] += (float) (weight * noise.at(rowU + u * cos * x, rowV - v * sin * x));
            }
        }
    }
}
