package dev.flawsmith.dataset.procedural;

import java.util.Arrays;

/** An open line of straight pieces, coordinates and lengths in pixels. */
final class Path {
    private final double[] xs;
    private final double[] ys;

    /** Takes the arrays over. */
    Path(double[] xs, double[] ys) {
        if (xs.length != ys.length || xs.length < 2) {
            throw new IllegalArgumentException(
                    "expected two or more points, found " + xs.length + " xs and " + ys.length + " ys");
        }
        this.xs = xs;
        this.ys = ys;
    }

    /** Told of every pixel near a path. */
    interface Visitor {
        /**
         * Called once for each pixel.
         *
         * @param pixel index of the pixel, row by row
         * @param offset signed distance of its centre from the path, positive to the right of the way (y down)
         * @param arc length of the path up to the nearest point
         */
        void visit(int pixel, double offset, double arc);
    }

    double length() {
        double sum = 0;
        for (int i = 1; i < xs.length; i++) {
            sum += distance(i);
        }
        return sum;
    }

    /** Visits each pixel of the frame whose centre is nearer than {@code reach}, once. */
    void visitWithin(double reach, Frame frame, Visitor visitor) {
        int left = clamp(Arrays.stream(xs).min().orElseThrow() - reach, frame.width());
        int right = clamp(Arrays.stream(xs).max().orElseThrow() + reach, frame.width());
        int top = clamp(Arrays.stream(ys).min().orElseThrow() - reach, frame.height());
        int bottom = clamp(Arrays.stream(ys).max().orElseThrow() + reach, frame.height());
        int columns = right - left + 1;
        float[] offsets = new float[columns * (bottom - top + 1)];
        float[] arcs = new float[offsets.length];
        Arrays.fill(offsets, Float.MAX_VALUE);
        double arc = 0;
        for (int i = 1; i < xs.length; i++) {
            double length = distance(i);
            double ux = (xs[i] - xs[i - 1]) / length;
            double uy = (ys[i] - ys[i - 1]) / length;
            int x1 = Math.min(right, clamp(Math.max(xs[i], xs[i - 1]) + reach, frame.width()));
            int y1 = Math.min(bottom, clamp(Math.max(ys[i], ys[i - 1]) + reach, frame.height()));
            for (int y = clamp(Math.min(ys[i], ys[i - 1]) - reach, frame.height()); y <= y1; y++) {
                for (int x = clamp(Math.min(xs[i], xs[i - 1]) - reach, frame.width()); x <= x1; x++) {
                    double px = x + 0.5 - xs[i - 1];
                    double py = y + 0.5 - ys[i - 1];
                    double along = Math.max(0, Math.min(length, px * ux + py * uy));
                    double dx = px - along * ux;
                    double dy = py - along * uy;
                    double distance = Math.sqrt(dx * dx + dy * dy);
                    int at = (y - top) * columns + x - left;
                    if (distance < Math.abs(offsets[at])) {
                        offsets[at] = (float) (ux * py - uy * px < 0 ? -distance : distance);
                        arcs[at] = (float) (arc + along);
                    }
                }
            }
            arc += length;
        }
        for (int at = 0; at < offsets.length; at++) {
            if (Math.abs(offsets[at]) < reach) {
                visitor.visit((top + at / columns) * frame.width() + left + at % columns, offsets[at], arcs[at]);
            }
        }
    }

    private double distance(int i) {
        double dx = xs[i] - xs[i - 1];
        double dy = ys[i] - ys[i - 1];
        return Math.max(1e-9, Math.sqrt(dx * dx + dy * dy));
    }

    private static int clamp(double v, int size) {
        return (int) Math.max(0, Math.min(size - 1, Math.floor(v)));
    }
}
