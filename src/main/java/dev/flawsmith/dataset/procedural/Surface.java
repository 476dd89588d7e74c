package dev.flawsmith.dataset.procedural;

/**
 * A flawless sheet as the lens sees it: style, and radiance relative to full scale (about [0.1, 0.9]) before blur and
 * sensor noise.
 */
record Surface(SurfaceStyle style, Field radiance) {

    static Surface render(Frame frame, Draws draws) {
        SurfaceStyle style = SurfaceStyle.draw(draws.fork(1));
        Field radiance = Texture.reflectance(frame, style, draws.fork(2));
        Lighting.draw(frame, draws.fork(3)).applyTo(radiance);
        float gain = (float) (style.exposure() / radiance.mean());
        for (int p = 0; p < radiance.values.length; p++) {
            radiance.values[p] = Math.max(0.02f, Math.min(0.98f, radiance.values[p] * gain));
        }
        return new Surface(style, radiance);
    }

    Frame frame() {
        return radiance.frame;
    }
}
