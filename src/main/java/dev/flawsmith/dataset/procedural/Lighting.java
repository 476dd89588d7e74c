package dev.flawsmith.dataset.procedural;

/**
 * Uneven illumination: a straight gradient, one broad glare and the lens's vignetting.
 *
 * @param gradientX relative change per unit to the right
 * @param gradientY relative change per unit downwards
 * @param glare strength of the glare relative to the mean
 * @param glareX centre, as a part of the width
 * @param glareY centre, as a part of the height
 * @param glareReach half-width of the glare, units
 * @param vignette relative loss in the corners
 */
record Lighting(
        double gradientX,
        double gradientY,
        double glare,
        double glareX,
        double glareY,
        double glareReach,
        double vignette) {

    static Lighting draw(Frame frame, Draws draws) {
        double direction = draws.between(0, 2 * Math.PI);
        double longest = (double) Math.max(frame.width(), frame.height()) / frame.unit();
        double gradient = draws.logBetween(0.01, 0.3) / longest;
        return new Lighting(
                gradient * StrictMath.cos(direction),
                gradient * StrictMath.sin(direction),
                draws.chance(0.4) ? draws.logBetween(0.04, 0.35) : 0,
                draws.between(-0.3, 1.3),
                draws.between(-0.3, 1.3),
                draws.logBetween(0.3, 1.2),
                draws.logBetween(0.01, 0.22));
    }

    void applyTo(Field reflectance) {
        Frame frame = reflectance.frame;
        double unit = frame.unit();
        double halfWidth = frame.width() / 2.0;
        double halfHeight = frame.height() / 2.0;
        double corner = halfWidth * halfWidth + halfHeight * halfHeight;
        int p = 0;
        for (int y = 0; y < frame.height(); y++) {
            double dy = y + 0.5 - halfHeight;
            double toGlareY = (y + 0.5 - glareY * frame.height()) / (unit * glareReach);
            for (int x = 0; x < frame.width(); x++) {
                double dx = x + 0.5 - halfWidth;
                double toGlareX = (x + 0.5 - glareX * frame.width()) / (unit * glareReach);
                double falloff = 1 + toGlareX * toGlareX + toGlareY * toGlareY;
                double light = 1 + gradientX * dx / unit + gradientY * dy / unit + glare / (falloff * falloff);
                double loss = 1 - vignette * (dx * dx + dy * dy) / corner;
                reflectance.values[p++] *= (float) (light * loss);
            }
        }
    }
}
