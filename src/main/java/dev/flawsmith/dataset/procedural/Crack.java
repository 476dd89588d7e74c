package dev.flawsmith.dataset.procedural;

import java.util.ArrayList;
import java.util.List;

/** A jagged branching fracture: a random walk with kinks, dark, its width changing by the step, fading at the tips. */
final class Crack implements DefectFamily {
    private static final int MOST_BRANCHES = 24;

    @Override
    public String name() {
        return "crack";
    }

    /** One arm: its line and its half-width at the root, pixels. */
    private record Arm(Path path, double halfWidth) {}

    @Override
    public void paint(DefectLayer layer, SurfaceStyle style, Draws draws) {
        double unit = layer.frame.unit();
        double length = draws.logBetween(0.55, 1.5) * unit;
        double heading = draws.chance(0.4) ? style.rolling() + 0.3 * draws.gaussian() : draws.between(0, 2 * Math.PI);
        double halfWidth = Math.max(0.5, draws.logBetween(0.0025, 0.009) * unit);
        double x = draws.between(0.3, 0.7) * layer.frame.width();
        double y = draws.between(0.3, 0.7) * layer.frame.height();
        Manner manner = new Manner(0.013 * length, draws.between(0.18, 0.5), draws.logBetween(0.01, 0.07));
        List<Arm> arms = new ArrayList<>();
        double split = draws.between(0.3, 0.7);
        grow(arms, new Tip(x, y, heading, length * split, halfWidth, 0), manner, draws);
        grow(arms, new Tip(x, y, heading + Math.PI, length * (1 - split), halfWidth, 0), manner, draws);
        double tone = -draws.between(0.5, 0.88);
        double lip = draws.chance(0.6) ? draws.between(0.06, 0.28) : 0;
        int lipSide = draws.sign();
        for (int i = arms.size() - 1; i >= 0; i--) {
            open(arms.get(i), tone, lip * lipSide, layer, draws.fork(i));
        }
    }

    /** How it grows: pace of the walk in pixels, deviation of its turns in radians, chance of a branch each step. */
    private record Manner(double step, double jag, double branching) {}

    /** Where an arm starts. */
    private record Tip(double x, double y, double heading, double length, double halfWidth, int depth) {}

    private static void grow(List<Arm> arms, Tip tip, Manner manner, Draws draws) {
        double step = manner.step();
        int steps = Math.max(3, (int) (tip.length() / step));
        double[] xs = new double[steps + 1];
        double[] ys = new double[steps + 1];
        xs[0] = tip.x();
        ys[0] = tip.y();
        double course = tip.heading();
        double swing = 0;
        List<Tip> branches = new ArrayList<>();
        for (int i = 1; i <= steps; i++) {
            if (draws.chance(0.4)) {
                swing = 1.5 * manner.jag() * draws.gaussian();
            }
            course += 0.03 * draws.gaussian();
            double way = course + swing + 0.25 * draws.gaussian();
            double pace = step * draws.between(0.5, 1.5);
            xs[i] = xs[i - 1] + pace * StrictMath.cos(way);
            ys[i] = ys[i - 1] + pace * StrictMath.sin(way);
            double left = 1 - (double) i / steps;
            if (tip.depth() < 3 && left > 0.1 && draws.chance(manner.branching())) {
                branches.add(new Tip(
                        xs[i],
                        ys[i],
                        course + swing + draws.sign() * draws.between(0.35, 1.1),
                        tip.length() * left * draws.between(0.3, 0.9),
                        tip.halfWidth() * (0.35 + 0.65 * left) * draws.between(0.5, 0.85),
                        tip.depth() + 1));
            }
        }
        arms.add(new Arm(new Path(xs, ys), tip.halfWidth()));
        for (Tip branch : branches) {
            if (arms.size() < MOST_BRANCHES) {
                grow(arms, branch, manner, draws);
            }
        }
    }

    private static void open(Arm arm, double tone, double lip, DefectLayer layer, Draws draws) {
        GradientNoise leftWall = new GradientNoise(draws);
        GradientNoise rightWall = new GradientNoise(draws);
        GradientNoise inside = new GradientNoise(draws);
        double unit = layer.frame.unit();
        double length = arm.path().length();
        double reach = 3 * arm.halfWidth() + 2;
        double ragged = Math.min(0.35, 42 / unit); // waves of the walls per pixel
        arm.path().visitWithin(reach, layer.frame, (pixel, offset, arc) -> {
            double rest = Math.max(0, 1 - arc / length);
            GradientNoise wall = offset < 0 ? leftWall : rightWall;
            double gape = 0.85 + 0.3 * inside.at(9 * arc / unit, 0.5) + 0.3 * wall.at(ragged * arc, 0.5);
            double halfWidth = arm.halfWidth() * (0.25 + 0.75 * Math.sqrt(rest)) * Math.max(0.2, gape);
            double distance = Math.abs(offset);
            double thin = Math.min(1, 0.25 + halfWidth / 0.7);
            double dark = thin * Ramp.linear(-0.6, 0.6, halfWidth - distance) * Ramp.linear(0, 0.06, rest + 0.015);
            double shadow = Ramp.bump(distance / (halfWidth + 1.2)) * Math.sqrt(rest);
            layer.add(pixel, 0.35 * shadow, -0.12);
            layer.paint(pixel, dark, tone * (0.93 + 0.1 * inside.at(0.4 * arc, 0.6 * offset)));
            if (lip != 0 && offset * lip > 0) {
                double rim = Ramp.bump((distance - halfWidth - 0.8) / 1.2);
                layer.add(pixel, rim * thin * Ramp.smooth(-0.6, 1, wall.at(14 * arc / unit, 3.5)), Math.abs(lip));
            }
        });
    }
}
