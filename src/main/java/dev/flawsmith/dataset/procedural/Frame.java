package dev.flawsmith.dataset.procedural;

/**
 * The picture's size. Lengths of all features are stated in <em>units</em>, one unit being the shorter side, so that a
 * seed shows the same scene at every size.
 */
record Frame(int width, int height) {
    static final int SMALLEST = 16;
    static final int LARGEST = 2048;

    Frame {
        if (width < SMALLEST || width > LARGEST || height < SMALLEST || height > LARGEST) {
            throw new IllegalArgumentException("expected width and height in [" + SMALLEST + ", " + LARGEST
                    + "] pixels, found " + width + "x" + height);
        }
    }

    /** Pixels to a unit. */
    int unit() {
        return Math.min(width, height);
    }

    int pixels() {
        return width * height;
    }

    boolean contains(double x, double y) {
        return x >= 0 && y >= 0 && x < width && y < height;
    }
}
