package dev.flawsmith.dataset.procedural;

/** Clamped transitions from 0 to 1. */
final class Ramp {
    private Ramp() {}

    /** 0 up to {@code low}, 1 from {@code high}, straight between. */
    static double linear(double low, double high, double v) {
        return Math.max(0, Math.min(1, (v - low) / (high - low)));
    }

    /** As {@link #linear}, with flat ends (3t^2 - 2t^3). */
    static double smooth(double low, double high, double v) {
        double t = linear(low, high, v);
        return t * t * (3 - 2 * t);
    }

    /** A bump: 1 at 0, 0 from |t| = 1 on, smooth: {@code (1 - t^2)^2}. */
    static double bump(double t) {
        double s = 1 - t * t;
        return s <= 0 ? 0 : s * s;
    }
}
