package dev.flawsmith.dataset.procedural;

/**
 * What a defect does to a surface, pixel by pixel: how far it covers the pixel ([0, 1]), by what part it changes the
 * light coming back (-1 black, 0 none, 1 twice as bright), and the relief it leaves, which the light shades.
 */
final class DefectLayer {
    /** The most that a wall facing the light gains, and one turned away loses, of the sheet's own light. */
    private static final double BRIGHTEST_WALL = 0.35;

    private static final double DARKEST_WALL = 0.6;

    final Frame frame;
    final Field coverage;
    final Field contrast;
    final Field relief;

    DefectLayer(Frame frame) {
        this.frame = frame;
        coverage = new Field(frame);
        contrast = new Field(frame);
        relief = new Field(frame);
    }

    /** Lays a tone of strength {@code alpha} in [0, 1] over what is there. */
    void paint(int pixel, double alpha, double tone) {
        if (alpha > 0) {
            cover(pixel, alpha);
            contrast.values[pixel] += (float) (alpha * (tone - contrast.values[pixel]));
        }
    }

    /** Adds a change of light without hiding what is there, such as a gleam on an edge. */
    void add(int pixel, double alpha, double change) {
        if (alpha > 0) {
            cover(pixel, alpha);
            contrast.values[pixel] += (float) (alpha * change);
        }
    }

    void cover(int pixel, double alpha) {
        coverage.values[pixel] = Math.max(coverage.values[pixel], (float) Math.min(1, alpha));
    }

    /** The change of radiance on this surface: tone and shaded relief, modulated by the surface's own texture. */
    Field changeOn(Surface surface) {
        double light = surface.style().light();
        double dx = StrictMath.cos(light);
        double dy = StrictMath.sin(light);
        Field change = new Field(frame);
        for (int p = 0; p < change.values.length; p++) {
            float covered = coverage.values[p];
            if (covered > 0) {
                double shade = covered * relief.slope(p % frame.width(), p / frame.width(), dx, dy);
                double relative = contrast.values[p] - Math.max(-BRIGHTEST_WALL, Math.min(DARKEST_WALL, shade));
                change.values[p] = (float) (surface.radiance().values[p] * Math.max(-0.93, Math.min(1.2, relative)));
            }
        }
        return change;
    }
}
