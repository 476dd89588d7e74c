package dev.flawsmith.dataset.procedural;

/** Corrosion or rolled-out scale: clusters of small ragged craters, shaded by the same light as the sheet. */
final class Pit implements DefectFamily {
    @Override
    public String name() {
        return "pit";
    }

    /**
     * What the craters of one picture share.
     *
     * @param tone change of light on the floor
     * @param depth steepness of the walls
     * @param rim height of the raised rim relative to the depth
     * @param stretch length over width, along {@code direction}
     */
    private record Manner(double tone, double depth, double rim, double stretch, double direction) {}

    @Override
    public void paint(DefectLayer layer, SurfaceStyle style, Draws draws) {
        Frame frame = layer.frame;
        double typical = draws.logBetween(0.007, 0.028);
        double spread = draws.between(0.15, 0.6);
        Manner manner = new Manner(
                -draws.between(0.15, 0.6),
                draws.logBetween(0.15, 0.6),
                draws.between(0, 0.5),
                draws.logBetween(1, 2.2),
                style.rolling());
        int clusters = draws.integer(1, 3);
        for (int c = 0; c < clusters; c++) {
            double x = draws.between(0.15, 0.85) * frame.width();
            double y = draws.between(0.15, 0.85) * frame.height();
            double reach = draws.logBetween(0.04, 0.3) * frame.unit();
            double elongation = draws.logBetween(1, 3);
            int count = 1 + (int) (draws.logBetween(6, 60) / clusters);
            for (int i = 0; i < count; i++) {
                double along = draws.gaussian() * reach * elongation;
                double across = draws.gaussian() * reach / elongation;
                double cos = StrictMath.cos(style.rolling());
                double sin = StrictMath.sin(style.rolling());
                double radius = typical * StrictMath.exp(spread * draws.gaussian()) * frame.unit();
                if (i == 0 && draws.chance(0.35)) {
                    radius *= draws.between(1.5, 3);
                }
                radius = Math.max(0.75, Math.min(0.09 * frame.unit(), radius));
                double cx = x + cos * along - sin * across;
                double cy = y + sin * along + cos * across;
                crater(cx, cy, radius, manner, layer, draws.fork(1000L * c + i));
            }
        }
    }

    private static void crater(double cx, double cy, double radius, Manner manner, DefectLayer layer, Draws draws) {
        Frame frame = layer.frame;
        GradientNoise outline = new GradientNoise(draws);
        GradientNoise rubble = new GradientNoise(draws);
        double angle = manner.direction() + 0.35 * draws.gaussian();
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double stretch = Math.sqrt(manner.stretch() * draws.logBetween(0.8, 1.3));
        double ragged = draws.between(0.06, 0.22);
        double tone = Math.max(-0.85, manner.tone() * draws.between(0.6, 1.3));
        double reach = radius * stretch * 2 + 2;
        int x1 = (int) Math.min(frame.width() - 1, cx + reach);
        int y1 = (int) Math.min(frame.height() - 1, cy + reach);
        for (int y = (int) Math.max(0, cy - reach); y <= y1; y++) {
            for (int x = (int) Math.max(0, cx - reach); x <= x1; x++) {
                double dx = x + 0.5 - cx;
                double dy = y + 0.5 - cy;
                double u = (dx * cos + dy * sin) / stretch;
                double v = (dy * cos - dx * sin) * stretch;
                double r = Math.sqrt(u * u + v * v);
                double edge = radius * (1 + ragged * outline.fractal(0.65 * u / (r + 0.1), 0.65 * v / (r + 0.1), 2));
                double t = r / Math.max(0.5 * radius, edge);
                int pixel = y * frame.width() + x;
                double inner = Ramp.linear(-0.7, 0.7, (1 - t) * radius);
                double floor =
                        0.75 + 0.25 * Ramp.smooth(1.1, 0.3, t) + 0.16 * rubble.at(1.9 * dx / radius, 1.9 * dy / radius);
                layer.paint(pixel, inner, tone * floor);
                // Bowl and rim; the slope's sign makes the wall towards the light dark and the far wall bright.
                double bowl = -manner.depth() * radius * 0.55 * Ramp.bump(0.5 * (t + r / radius));
                double lip = manner.rim() * manner.depth() * radius * 0.3 * Ramp.bump((t - 1.15) / 0.45);
                layer.relief.values[pixel] += (float) (bowl + lip);
                layer.cover(pixel, Math.max(inner, Ramp.smooth(1.35 + 0.5 / radius, 1.0, t)));
            }
        }
    }
}
