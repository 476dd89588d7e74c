package dev.flawsmith.dataset.procedural;

/** The sheet's reflectance, mean about 1: rolling streaks, bands, grain, shaded waviness, mill scale and speckle. */
final class Texture {
    private Texture() {}

    static Field reflectance(Frame frame, SurfaceStyle style, Draws draws) {
        Field texture = new Field(frame);
        streaks(texture, style, draws.fork(1));
        double angle = style.rolling();
        new Band(angle, 0.25, draws.logBetween(1.2, 6), 2).addTo(texture, style.bands(), draws.fork(2));
        double pitch = draws.logBetween(45, 110);
        new Band(angle, pitch * draws.logBetween(0.35, 1), pitch, 2).addTo(texture, style.grain(), draws.fork(3));
        Band.even(draws.logBetween(0.7, 3), 2).addTo(texture, draws.logBetween(0.005, 0.04), draws.fork(4));
        waviness(texture, style, draws.fork(5));
        if (style.scale() > 0) {
            millScale(texture, style, draws.fork(6));
        }
        double fine = draws.logBetween(0.008, 0.06);
        Draws grains = draws.fork(7);
        for (int p = 0; p < texture.values.length; p++) {
            double speckle = fine * (grains.uniform() + grains.uniform() - 1) * 2.45;
            texture.values[p] = (float) Math.max(0.15, 1 + texture.values[p] + speckle);
        }
        return texture;
    }

    /** Fine lines along the rolling direction that come and go in broad areas. */
    private static void streaks(Field texture, SurfaceStyle style, Draws draws) {
        Field lines = new Field(texture.frame);
        double length = draws.logBetween(0.6, 4);
        new Band(style.rolling(), length, style.streakPitch(), 2).addTo(lines, style.streaks(), draws);
        Field presence = new Field(texture.frame);
        new Band(style.rolling(), 0.8, 2.5, 1).addTo(presence, 0.45, draws);
        for (int p = 0; p < lines.values.length; p++) {
            texture.values[p] += lines.values[p] * Math.max(0.15f, 0.9f + presence.values[p]);
        }
    }

    /** Slight unevenness, seen by the shading it gets from the raking light. */
    private static void waviness(Field texture, SurfaceStyle style, Draws draws) {
        Frame frame = texture.frame;
        Field height = new Field(frame);
        double pitch = style.reliefPitch();
        new Band(style.rolling(), pitch * draws.logBetween(0.3, 1), pitch, 2).addTo(height, 1, draws);
        // A wave of this pitch and height 1 rises by about 2 pi pitch / unit per pixel: undo it.
        double strength = style.relief() * frame.unit() / (2 * pitch * Math.PI);
        double dx = strength * StrictMath.cos(style.light());
        double dy = strength * StrictMath.sin(style.light());
        int p = 0;
        for (int y = 0; y < frame.height(); y++) {
            for (int x = 0; x < frame.width(); x++) {
                texture.values[p++] -= (float) height.slope(x, y, dx, dy);
            }
        }
    }

    /** Blotches of scale with irregular rims: a threshold on warped noise, stretched along the rolling direction. */
    private static void millScale(Field texture, SurfaceStyle style, Draws draws) {
        Field blotches = new Field(texture.frame);
        double pitch = draws.logBetween(2.5, 12);
        new Band(style.rolling(), pitch * draws.between(0.3, 1), pitch, 4).addTo(blotches, 1, draws);
        double level = draws.between(-0.6, 1.2);
        double softness = draws.logBetween(1.1, 3);
        double depth = draws.chance(0.7) ? -style.scale() : 0.6 * style.scale();
        for (int p = 0; p < blotches.values.length; p++) {
            texture.values[p] += (float) (depth * Ramp.smooth(level, level + softness, blotches.values[p]));
        }
    }
}
