package dev.flawsmith.image;

import java.util.Arrays;

/** Which pixels of a picture are meant, row by row. Immutable; safe to share between threads. */
public final class PixelMask {
    private static final int HALF = 128;
    private static final double FAR = 1e12;

    private final int width;
    private final int height;
    private final boolean[] marked;

    /** The smallest box around what is marked: columns {@code [left, right)}, rows {@code [top, bottom)}. */
    public record Box(int left, int top, int right, int bottom) {
        public int width() {
            return right - left;
        }

        public int height() {
            return bottom - top;
        }
    }

    /** @param marked {@code [height * width]}, row by row; copied */
    public PixelMask(int width, int height, boolean[] marked) {
        if (width < 1 || height < 1 || marked.length != (long) width * height) {
            throw new IllegalArgumentException("expected a pixel for each of " + width + "x" + height
                    + ", at least 1x1," + " found " + marked.length);
        }
        this.width = width;
        this.height = height;
        this.marked = marked.clone();
    }

    /** Where a picture is bright: a mean of the channels of at least 128 of 255. */
    public static PixelMask whereBright(PixelImage image) {
        boolean[] marked = new boolean[image.width() * image.height()];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int sum = 0;
                for (int c = 0; c < image.channels(); c++) {
                    sum += image.sample(y, x, c);
                }
                marked[y * image.width() + x] = sum >= HALF * image.channels();
            }
        }
        return new PixelMask(image.width(), image.height(), marked);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public boolean at(int y, int x) {
        return marked[y * width + x];
    }

    /** Pixels that are marked. */
    public int area() {
        int area = 0;
        for (boolean one : marked) {
            area += one ? 1 : 0;
        }
        return area;
    }

    /** 255 where it is marked, 0 elsewhere, in one channel. */
    public PixelImage toImage() {
        byte[] samples = new byte[marked.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (marked[i] ? 255 : 0);
        }
        return new PixelImage(width, height, 1, samples);
    }

    /** Marked exactly where this is not. */
    public PixelMask inverted() {
        boolean[] inverted = new boolean[marked.length];
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = !marked[i];
        }
        return new PixelMask(width, height, inverted);
    }

    /**
     * The box around what is marked.
     *
     * @throws IllegalStateException if nothing is
     */
    public Box box() {
        int left = width;
        int top = height;
        int right = 0;
        int bottom = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (at(y, x)) {
                    left = Math.min(left, x);
                    top = Math.min(top, y);
                    right = Math.max(right, x + 1);
                    bottom = Math.max(bottom, y + 1);
                }
            }
        }
        if (right == 0) {
            throw new IllegalStateException("expected a marked pixel, found none");
        }
        return new Box(left, top, right, bottom);
    }

    /** A part of it. */
    public PixelMask crop(int left, int top, int wide, int high) {
        if (left < 0 || top < 0 || wide < 1 || high < 1 || left + wide > width || top + high > height) {
            throw new IllegalArgumentException("expected a box within " + width + "x" + height + ", found " + wide + "x"
                    + high + " at " + left + ", " + top);
        }
        boolean[] part = new boolean[wide * high];
        for (int y = 0; y < high; y++) {
            System.arraycopy(marked, (top + y) * width + left, part, y * wide, wide);
        }
        return new PixelMask(wide, high, part);
    }

    /**
     * The same on a coarser grid: a place is marked where any pixel of its square is.
     *
     * @throws IllegalArgumentException if this one's sides are no multiples
     */
    public PixelMask coarsened(int wide, int high) {
        if (wide < 1 || high < 1 || width % wide != 0 || height % high != 0) {
            throw new IllegalArgumentException(
                    "expected a grid that divides " + width + "x" + height + ", found " + wide + "x" + high);
        }
        int across = width / wide;
        int down = height / high;
        boolean[] coarse = new boolean[wide * high];
        for (int i = 0; i < marked.length; i++) {
            int row = i / width;
            coarse[(row / down) * wide + (i % width) / across] |= marked[i];
        }
        return new PixelMask(wide, high, coarse);
    }

    /** A copy: {@code [height * width]}, row by row. */
    public boolean[] marked() {
        return marked.clone();
    }

    /**
     * How much of a picture painted inside shows: 0 where nothing is marked, rising within a seam to 1. A pixel whose
     * nearest unmarked one is {@code d} away has {@code min(1, d / (seam + 1))}; the picture's edges are no seam.
     *
     * @param seam width of the seam in pixels, at least 0; 0 has none
     * @return {@code [height * width]}
     */
    public float[] weights(int seam) {
        if (seam < 0) {
            throw new IllegalArgumentException("expected a seam of at least 0 pixels, found " + seam);
        }
        double[] squares = squaredDistances();
        float[] weights = new float[marked.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) Math.min(1, Math.sqrt(squares[i]) / (seam + 1));
        }
        return weights;
    }

    /** To the nearest unmarked pixel, exactly (Felzenszwalb and Huttenlocher 2012): along columns, then along rows. */
    private double[] squaredDistances() {
        double[] squares = new double[marked.length];
        double[] line = new double[Math.max(width, height)];
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                line[y] = at(y, x) ? FAR : 0;
            }
            double[] column = lowerEnvelope(Arrays.copyOf(line, height));
            for (int y = 0; y < height; y++) {
                squares[y * width + x] = column[y];
            }
        }
        for (int y = 0; y < height; y++) {
            double[] row = lowerEnvelope(Arrays.copyOfRange(squares, y * width, (y + 1) * width));
            System.arraycopy(row, 0, squares, y * width, width);
        }
        return squares;
    }

    /** {@code min over q of (p - q)² + f(q)} for every p: the lower envelope of parabolas. */
    private static double[] lowerEnvelope(double[] f) {
        int n = f.length;
        int[] roots = new int[n];
        double[] from = new double[n + 1];
        int last = 0;
        from[0] = Double.NEGATIVE_INFINITY;
        from[1] = Double.POSITIVE_INFINITY;
        for (int q = 1; q < n; q++) {
            double meeting = meeting(f, roots[last], q);
            while (meeting <= from[last]) {
                last--;
                meeting = meeting(f, roots[last], q);
            }
            last++;
            roots[last] = q;
            from[last] = meeting;
            from[last + 1] = Double.POSITIVE_INFINITY;
        }
        double[] lowest = new double[n];
        int k = 0;
        for (int p = 0; p < n; p++) {
            while (from[k + 1] < p) {
                k++;
            }
            double away = p - roots[k];
            lowest[p] = away * away + f[roots[k]];
        }
        return lowest;
    }

    private static double meeting(double[] f, int earlier, int later) {
        return ((f[later] + (double) later * later) - (f[earlier] + (double) earlier * earlier))
                / (2.0 * (later - earlier));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PixelMask that
                && width == that.width
                && height == that.height
                && Arrays.equals(marked, that.marked);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(marked) * 31 + width;
    }

    @Override
    public String toString() {
        return "PixelMask[" + width + "x" + height + ", " + area() + " marked]";
    }
}
