package dev.flawsmith.dataset.procedural;

/**
 * Slag rolled into the sheet: ragged spindles strung out along the rolling direction, dark or bright, torn across by
 * ripples, with gleaming flecks, thin stringers and at times a pale halo.
 */
final class Inclusion implements DefectFamily {
    @Override
    public String name() {
        return "inclusion";
    }

    /**
     * What the spindles of one picture share.
     *
     * @param tone change of light in the body
     * @param ripple strength of the cross-wise ripples
     * @param flecks share of gleaming flecks, in [0, 1]
     * @param halo change of light around the body, 0 for none
     * @param ragged roughness of the outline
     * @param gaps level of noise, in standard deviations, below which the sheet shows through
     */
    private record Slag(double tone, double ripple, double flecks, double halo, double ragged, double gaps) {}

    /** One spindle: centre and heading, half-length and half-width in pixels. */
    private record Spindle(double x, double y, double heading, double halfLength, double halfWidth) {}

    @Override
    public void paint(DefectLayer layer, SurfaceStyle style, Draws draws) {
        Frame frame = layer.frame;
        double unit = frame.unit();
        boolean bright = draws.chance(0.22);
        Slag slag = new Slag(
                bright ? draws.between(0.18, 0.45) : -draws.between(0.3, 0.75),
                draws.chance(0.5) ? draws.between(0.08, 0.3) : 0.05,
                draws.chance(0.6) ? draws.between(0.1, 0.5) : 0,
                draws.chance(0.35) ? draws.sign() * draws.between(0.04, 0.12) : 0,
                draws.between(0.15, 0.6),
                draws.between(-2.5, -0.5));
        double heading = style.rolling() + 0.025 * draws.gaussian();
        double x = draws.between(0.2, 0.8) * frame.width();
        double y = draws.between(0.25, 0.75) * frame.height();
        int bodies = draws.chance(0.5) ? 1 : draws.integer(2, 4);
        int stringers = draws.integer(0, 3);
        double cos = StrictMath.cos(heading);
        double sin = StrictMath.sin(heading);
        for (int i = 0; i < bodies + stringers; i++) {
            boolean body = i < bodies;
            double halfLength = (i == 0 ? draws.logBetween(0.13, 0.45) : draws.logBetween(0.04, 0.3)) * unit;
            double slim = body ? draws.logBetween(0.045, 0.2) : draws.logBetween(0.012, 0.04);
            double halfWidth = Math.max(0.6, Math.min(0.085 * unit, slim * halfLength));
            double along = i == 0 ? 0 : draws.between(-0.5, 0.5) * unit;
            double across = i == 0 ? 0 : 0.035 * draws.gaussian() * unit;
            double turn = 0.012 * draws.gaussian();
            layOut(
                    new Spindle(
                            x + cos * along - sin * across,
                            y + sin * along + cos * across,
                            heading + turn,
                            halfLength,
                            halfWidth),
                    slag,
                    layer,
                    draws.fork(i));
        }
    }

    private static void layOut(Spindle spindle, Slag slag, DefectLayer layer, Draws draws) {
        Frame frame = layer.frame;
        Grain grain = new Grain(spindle, slag, frame, draws);
        double cos = StrictMath.cos(spindle.heading());
        double sin = StrictMath.sin(spindle.heading());
        double margin = 2 * spindle.halfWidth() + 3;
        double reachX = Math.abs(cos) * spindle.halfLength() * 1.2 + margin * (1 + Math.abs(sin));
        double reachY = Math.abs(sin) * spindle.halfLength() * 1.2 + margin * (1 + Math.abs(cos));
        int x1 = (int) Math.min(frame.width() - 1, spindle.x() + reachX);
        int y1 = (int) Math.min(frame.height() - 1, spindle.y() + reachY);
        for (int y = (int) Math.max(0, spindle.y() - reachY); y <= y1; y++) {
            for (int x = (int) Math.max(0, spindle.x() - reachX); x <= x1; x++) {
                double dx = x + 0.5 - spindle.x();
                double dy = y + 0.5 - spindle.y();
                grain.lay(y * frame.width() + x, dx * cos + dy * sin, dy * cos - dx * sin, layer);
            }
        }
    }

    /** The look of one spindle in its own coordinates: u along, v across, pixels from its centre. */
    private static final class Grain {
        private final Spindle spindle;
        private final Slag slag;
        private final double unit;
        private final double lean;
        private final double skew;
        private final double ripplePitch;
        private final GradientNoise outline;
        private final GradientNoise body;
        private final GradientNoise fleck;

        Grain(Spindle spindle, Slag slag, Frame frame, Draws draws) {
            this.spindle = spindle;
            this.slag = slag;
            unit = frame.unit();
            lean = draws.between(-0.45, 0.45); // where along its length it is widest
            skew = 0.6 * draws.gaussian(); // of the ripples
            ripplePitch = Math.min(0.32, draws.logBetween(14, 40) / unit); // ripples per pixel
            outline = new GradientNoise(draws);
            body = new GradientNoise(draws);
            fleck = new GradientNoise(draws);
        }

        void lay(int pixel, double u, double v, DefectLayer layer) {
            double t = u / spindle.halfLength();
            double side = t < lean ? (t - lean) / (1 + lean) : (t - lean) / (1 - lean);
            double girth = 1 - side * side * Math.abs(side);
            double wander = 0.35 * outline.at(2.5 * u / unit, 20.5) * spindle.halfWidth();
            double ragged = outline.fractal(Math.min(0.4, 13 / unit) * u, 1.2 * v / spindle.halfWidth() + 3.5, 3);
            double halfWidth = spindle.halfWidth() * (girth + slag.ragged() * 0.5 * ragged * Math.min(1, girth + 0.3));
            double depth = halfWidth - Math.abs(v - wander);
            double torn = outline.fractal(Math.min(0.4, 16 / unit) * u, Math.min(0.45, 40 / unit) * v + 60.5, 2);
            double alpha = Ramp.linear(-0.7, 0.8, depth) * Ramp.smooth(slag.gaps() - 0.8, slag.gaps(), torn);
            if (slag.halo() != 0 && girth > -0.5) {
                double beyond = 0.6 * spindle.halfWidth() + 1.5;
                layer.add(pixel, 0.8 * Ramp.smooth(-beyond, 0, depth), slag.halo());
            }
            if (alpha > 0) {
                layer.paint(pixel, alpha, tone(u, v, depth));
            }
        }

        private double tone(double u, double v, double depth) {
            double streak = body.fractal(12 * u / unit, Math.min(0.45, 70 / unit) * v, 2);
            double crumb = fleck.at(Math.min(0.45, 60 / unit) * u, Math.min(0.45, 90 / unit) * v + 40.5);
            double bend = 0.6 * body.at(0.4 * ripplePitch * u, 0.1 * v + 7.5);
            double skewed = u + skew * v;
            double ripple = slag.ripple() * body.at(ripplePitch * skewed + bend, 0.35 * v / spindle.halfWidth() + 4.5);
            double edge = 0.8 + 0.2 * Ramp.linear(0, 0.5 * spindle.halfWidth() + 0.5, depth);
            double gleam = slag.flecks()
                    * Ramp.smooth(
                            1.0, 2.0, fleck.fractal(Math.min(0.3, 30 / unit) * u, Math.min(0.45, 60 / unit) * v, 2));
            return slag.tone() * edge * (1 + 0.22 * streak + 0.15 * crumb) + 0.55 * ripple + 1.6 * gleam;
        }
    }
}
