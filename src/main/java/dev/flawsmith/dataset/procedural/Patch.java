package dev.flawsmith.dataset.procedural;

/**
 * A large irregular area of other reflectance and texture: scale, rust or a stain. Its outline is a level line of
 * warped noise around a centre, so it has bays and islands; its share of the picture is drawn, and the level follows.
 */
final class Patch implements DefectFamily {
    @Override
    public String name() {
        return "patch";
    }

    @Override
    public void paint(DefectLayer layer, SurfaceStyle style, Draws draws) {
        Frame frame = layer.frame;
        Field shape = shape(frame, style, draws);
        double level = level(shape, draws.logBetween(0.07, 0.42));
        double softness = draws.logBetween(0.05, 0.45);
        boolean bright = draws.chance(0.3);
        double tone = bright ? draws.between(0.12, 0.35) : -draws.between(0.15, 0.5);
        double rim = draws.chance(0.4) ? draws.between(-0.5, 0.5) * tone : 0;
        Field skin = skin(frame, style, draws);
        double porous = draws.logBetween(0.15, 2.5);
        Field cloud = new Field(frame);
        Band.even(draws.logBetween(2, 8), 3).addTo(cloud, draws.between(0.1, 0.4), draws);
        for (int p = 0; p < shape.values.length; p++) {
            double inside = shape.values[p] - level + porous * skin.values[p];
            double alpha = Ramp.smooth(-softness, softness, inside);
            if (alpha > 0) {
                double deep = 0.75 + 0.25 * Ramp.linear(0, 0.5, inside);
                double edge = rim * Ramp.bump(inside / (0.25 + softness));
                layer.paint(p, alpha, tone * deep * (1 + cloud.values[p]) + edge + 0.3 * skin.values[p]);
            }
        }
    }

    /** High in the middle of the patch; about one unit of height from its heart to its outskirts. */
    private static Field shape(Frame frame, SurfaceStyle style, Draws draws) {
        Field shape = new Field(frame);
        double stretch = draws.logBetween(1, 3.5);
        double pitch = draws.logBetween(2, 5);
        double angle = style.rolling() + 0.05 * draws.gaussian();
        Band broad = new Band(angle, pitch / stretch, pitch, 5);
        broad.addTo(shape, draws.between(0.35, 0.7), draws);
        double cx = draws.between(0.2, 0.8) * frame.width();
        double cy = draws.between(0.2, 0.8) * frame.height();
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double reach = draws.between(0.3, 0.6) * frame.unit();
        double slim = Math.sqrt(stretch);
        int p = 0;
        for (int y = 0; y < frame.height(); y++) {
            for (int x = 0; x < frame.width(); x++) {
                double dx = x + 0.5 - cx;
                double dy = y + 0.5 - cy;
                double u = (dx * cos + dy * sin) / (reach * slim);
                double v = (dy * cos - dx * sin) / (reach / slim);
                shape.values[p++] -= (float) Math.sqrt(u * u + v * v + 0.1);
            }
        }
        return shape;
    }

    /** The height that a share of the pixels lies above, to one part in 2048 of the range. */
    private static double level(Field shape, double share) {
        float low = Float.MAX_VALUE;
        float high = -Float.MAX_VALUE;
        for (float v : shape.values) {
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        int[] counts = new int[2048];
        double scale = (counts.length - 1) / Math.max(1e-6, (double) high - low);
        for (float v : shape.values) {
            counts[(int) ((v - low) * scale)]++;
        }
        int bin = counts.length - 1;
        for (int above = counts[bin]; bin > 0 && above < share * shape.values.length; above += counts[bin]) {
            bin--;
        }
        return low + bin / scale;
    }

    /** The patch's own texture, mean 0. */
    private static Field skin(Frame frame, SurfaceStyle style, Draws draws) {
        Field skin = new Field(frame);
        double pitch = draws.logBetween(16, 90);
        new Band(style.rolling(), pitch * draws.logBetween(0.15, 1), pitch, 2)
                .addTo(skin, draws.logBetween(0.03, 0.16), draws);
        return skin;
    }
}
