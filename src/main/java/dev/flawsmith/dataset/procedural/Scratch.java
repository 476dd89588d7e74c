package dev.flawsmith.dataset.procedural;

/**
 * A thin groove, nearly straight, mostly along the rolling direction: dark or bright core, a burr thrown up on one
 * side, depth that changes along the way with breaks, sometimes several in parallel.
 */
final class Scratch implements DefectFamily {
    private static final int PIECES = 40;

    @Override
    public String name() {
        return "scratch";
    }

    @Override
    public void paint(DefectLayer layer, SurfaceStyle style, Draws draws) {
        double heading = style.rolling() + 0.06 * draws.gaussian();
        if (draws.chance(0.45)) {
            heading = draws.between(0, Math.PI);
        }
        int count = draws.chance(0.55) ? 1 : draws.integer(2, 5);
        double length = draws.logBetween(0.45, 1.8);
        double bend = 0.22 * draws.gaussian() * draws.uniform();
        double spacing = draws.logBetween(0.025, 0.13);
        double x = draws.between(0.25, 0.75) * layer.frame.width();
        double y = draws.between(0.25, 0.75) * layer.frame.height();
        Groove first = Groove.draw(layer.frame, draws);
        for (int i = 0; i < count; i++) {
            double aside = i == 0 ? 0 : spacing * draws.sign() * (0.5 + i * draws.between(0.4, 1)) * layer.frame.unit();
            double ahead = i == 0 ? 0 : draws.between(-0.3, 0.3) * length * layer.frame.unit();
            double cos = StrictMath.cos(heading);
            double sin = StrictMath.sin(heading);
            double part = i == 0 ? 1 : draws.between(0.25, 1);
            Path path = arc(
                    x - sin * aside + cos * ahead,
                    y + cos * aside + sin * ahead,
                    heading + (i == 0 ? 0 : 0.015 * draws.gaussian()),
                    length * part * layer.frame.unit(),
                    bend * part,
                    draws);
            (i == 0 ? first : first.fainter(draws)).cut(path, layer, draws.fork(i));
        }
    }

    /** A gently bent line through (x, y) with a slight tremor. */
    private static Path arc(double x, double y, double heading, double length, double bend, Draws draws) {
        GradientNoise tremor = new GradientNoise(draws);
        double[] xs = new double[PIECES + 1];
        double[] ys = new double[PIECES + 1];
        double cos = StrictMath.cos(heading);
        double sin = StrictMath.sin(heading);
        for (int i = 0; i <= PIECES; i++) {
            double t = (double) i / PIECES - 0.5;
            double along = t * length;
            double aside = bend * length * (t * t - 0.08) + 0.004 * length * tremor.at(5 * t, 0.5);
            xs[i] = x + cos * along - sin * aside;
            ys[i] = y + sin * along + cos * aside;
        }
        return new Path(xs, ys);
    }

    /**
     * The tool's mark.
     *
     * @param halfWidth pixels
     * @param tone change of light in the core
     * @param burr change of light on the burr
     * @param burrSide -1 or 1
     * @param wear part of the length that is broken or faint, in [0, 1]
     */
    private record Groove(double halfWidth, double tone, double burr, int burrSide, double wear) {
        static Groove draw(Frame frame, Draws draws) {
            boolean bright = draws.chance(0.35);
            return new Groove(
                    Math.max(0.4, draws.logBetween(0.0025, 0.011) * frame.unit()),
                    bright ? draws.between(0.25, 0.65) : -draws.between(0.28, 0.7),
                    draws.chance(0.7) ? draws.between(0.08, 0.4) : 0,
                    draws.sign(),
                    draws.between(0, 0.75));
        }

        Groove fainter(Draws draws) {
            double part = draws.between(0.4, 1);
            return new Groove(
                    Math.max(0.35, halfWidth * draws.between(0.5, 1.1)), tone * part, burr * part, burrSide, wear);
        }

        void cut(Path path, DefectLayer layer, Draws draws) {
            GradientNoise depth = new GradientNoise(draws);
            GradientNoise chatter = new GradientNoise(draws);
            GradientNoise grit = new GradientNoise(draws);
            double length = path.length();
            double unit = layer.frame.unit();
            double reach = 3 * halfWidth + 1.5;
            double sunk = Math.min(1, halfWidth / 0.6);
            double taper = draws.between(0.04, 0.35);
            path.visitWithin(reach, layer.frame, (pixel, offset, arc) -> {
                double t = arc / length;
                double ends = Ramp.smooth(0, taper, Math.min(t, 1 - t) + 0.01);
                double pressure = 0.75 + 0.4 * depth.fractal(7 * arc / unit, 0.3, 2);
                double present = Ramp.smooth(wear - 0.45, wear + 0.1, 0.55 + 0.5 * pressure) * ends;
                double width = halfWidth * (0.55 + 0.45 * ends) * (1 + 0.16 * chatter.at(40 * arc / unit, 0.7)) + 0.55;
                double core = sunk * present * Ramp.bump(offset / width);
                double roughness = 1 + 0.28 * grit.at(0.45 * arc, 0.8 * offset);
                layer.paint(pixel, core, tone * Math.max(0.3, pressure) * roughness);
                if (burr > 0) {
                    double ridge = Ramp.bump((offset * burrSide - width) / (0.5 * halfWidth + 0.8));
                    double gleam = Ramp.smooth(-0.2, 1.2, chatter.at(16 * arc / unit, 9.5));
                    layer.add(pixel, sunk * present * ridge * gleam, tone < 0 ? burr : -0.7 * burr);
                }
            });
        }
    }
}
