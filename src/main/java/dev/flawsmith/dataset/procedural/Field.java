package dev.flawsmith.dataset.procedural;

/** One number for each pixel of a frame, rows top to bottom. Mutable; owned by one thread. */
final class Field {
    final Frame frame;
    final float[] values;

    Field(Frame frame) {
        this.frame = frame;
        this.values = new float[frame.pixels()];
    }

    /** The value at column {@code x}, row {@code y}; beyond the border that of the nearest pixel. */
    float at(int x, int y) {
        int column = Math.max(0, Math.min(frame.width() - 1, x));
        int row = Math.max(0, Math.min(frame.height() - 1, y));
        return values[row * frame.width() + column];
    }

    /** Rise per pixel towards (dx, dy), by central differences; one-sided half as steep at the border. */
    double slope(int x, int y, double dx, double dy) {
        return 0.5 * (dx * (at(x + 1, y) - at(x - 1, y)) + dy * (at(x, y + 1) - at(x, y - 1)));
    }

    /** The mean of all values. */
    double mean() {
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        return sum / values.length;
    }
}
