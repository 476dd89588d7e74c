package dev.flawsmith.synthesis;

import dev.flawsmith.sampling.Noise;

/**
 * A form around the origin: an ellipse whose edge is moved in and out by harmonics. Lengths are in pixels; immutable.
 *
 * @param a half the length along its own axis
 * @param b half the width
 * @param angle of that axis, in radians
 * @param sizes of the harmonics from the second on, as shares of the radius
 * @param phases of the harmonics, in radians
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Blob(double a, double b, double angle, double[] sizes, double[] phases) {
    /** Greatest length to width. */
    static final double MOST_ASPECT = 5;
    /** Of the radius, that the second harmonic moves the edge by at most; the k-th 1/(k - 1) of it. */
    static final double ROUGHNESS = 0.15;

    static final int LAST_HARMONIC = 5;
    /** Uniform numbers that one takes. */
    static final int NUMBERS = 2 * LAST_HARMONIC;

    private static final int DIRECTIONS = 720;

    /** Whole pixels around it: columns {@code [left, right)}, rows {@code [top, bottom)}. */
    record Extent(int left, int top, int right, int bottom) {
        int width() {
            return right - left;
        }

        int height() {
            return bottom - top;
        }
    }

    /**
     * Draws one.
     *
     * @param draw of the noise's uniform numbers
     * @param at the first of them
     * @param area of it, in pixels
     */
    static Blob drawn(Noise noise, int draw, int at, double area) {
        double aspect = StrictMath.pow(MOST_ASPECT, noise.uniform(draw, at));
        double angle = Math.PI * noise.uniform(draw, at + 1);
        double[] sizes = new double[LAST_HARMONIC - 1];
        double[] phases = new double[sizes.length];
        double squares = 0;
        for (int k = 0; k < sizes.length; k++) {
            sizes[k] = ROUGHNESS / (k + 1) * noise.uniform(draw, at + 2 + 2 * k);
            phases[k] = 2 * Math.PI * noise.uniform(draw, at + 3 + 2 * k);
            squares += sizes[k] * sizes[k];
        }
        // An ellipse's area grows by half the squares of its harmonics.
        double b = Math.sqrt(area / (Math.PI * aspect * (1 + squares / 2)));
        return new Blob(aspect * b, b, angle, sizes, phases);
    }

    static Blob disc(double area) {
        double radius = Math.sqrt(area / Math.PI);
        return new Blob(radius, radius, 0, new double[0], new double[0]);
    }

    /** Whether a point belongs to it. */
    boolean has(double x, double y) {
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double u = (cos * x + sin * y) / a;
        double v = (cos * y - sin * x) / b;
        return Math.sqrt(u * u + v * v) <= reach(StrictMath.atan2(v, u));
    }

    /** What is around it. */
    Extent extent() {
        double left = 0;
        double top = 0;
        double right = 0;
        double bottom = 0;
        for (int i = 0; i < DIRECTIONS; i++) {
            double direction = 2 * Math.PI * i / DIRECTIONS;
            double reach = reach(direction);
            double u = a * reach * StrictMath.cos(direction);
            double v = b * reach * StrictMath.sin(direction);
            double x = StrictMath.cos(angle) * u - StrictMath.sin(angle) * v;
            double y = StrictMath.sin(angle) * u + StrictMath.cos(angle) * v;
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
        }
        return new Extent(
                (int) Math.floor(left), (int) Math.floor(top), (int) Math.ceil(right), (int) Math.ceil(bottom));
    }

    private double reach(double direction) {
        double reach = 1;
        for (int k = 0; k < sizes.length; k++) {
            reach += sizes[k] * StrictMath.cos((k + 2) * direction + phases[k]);
        }
        return reach;
    }
}
