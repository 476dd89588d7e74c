package dev.flawsmith.image;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Where a picture shows something that the photo it was painted into does not: the exact extent of a painted defect, of which
 * a request knows the box at best. The difference in luma, smoothed by 1 2 1 along both axes, is parted by Otsu's threshold
 * (1979) into the surface painted anew, which differs a little everywhere, and what stands out from it; from what stands out
 * the mask grows to all that is joined to it above two thirds of the threshold (hysteresis, Canny 1986). Specks and holes of fewer than
 * {@value #SPECK} pixels are closed. Nothing outside the part that was painted is marked. Stateless.
 */
public final class ChangeMask {
    /** Least difference that is seen, in grey levels of 255. */
    static final int LEAST = 8;
    /** Pixels. */
    static final int SPECK = 6;

    private static final int BINS = 256;
    /** Of the threshold: what is joined to what stands out belongs to it from there on. */
    private static final double JOINED = 2 / 3.0;

    private ChangeMask() {}

    /**
     * Compares.
     *
     * @param before the photo
     * @param after the same with something painted in, of the same size and channels
     * @param within where it was painted, of their size
     * @return what changed, of their size; empty where nothing stands out
     */
    public static PixelMask of(PixelImage before, PixelImage after, PixelMask within) {
        int width = before.width();
        int height = before.height();
        boolean alike = after.width() == width
                && after.height() == height
                && after.channels() == before.channels()
                && within.width() == width
                && within.height() == height;
        if (!alike) {
            throw new IllegalArgumentException(
                    "expected pictures and a mask of one size, found " + before + ", " + after + " and " + within);
        }
        boolean[] part = within.marked();
        double[] difference = smoothed(difference(before, after, part), width, height);
        double threshold = Math.max(LEAST, otsu(difference, part));
        boolean[] marked = grown(difference, part, width, threshold);
        Regions.drop(marked, width, SPECK);
        boolean[] rest = new boolean[marked.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = !marked[i];
        }
        Regions.drop(rest, width, SPECK);
        for (int i = 0; i < rest.length; i++) {
            marked[i] = !rest[i] && part[i];
        }
        return new PixelMask(width, height, marked);
    }

    private static double[] difference(PixelImage before, PixelImage after, boolean[] part) {
        byte[] was = before.samples();
        byte[] is = after.samples();
        int channels = before.channels();
        double[] weights = channels == 1 ? new double[] {1} : new double[] {0.299, 0.587, 0.114};
        double[] difference = new double[part.length];
        for (int i = 0; i < part.length; i++) {
            double sum = 0;
            for (int c = 0; c < channels && part[i]; c++) {
                sum += weights[c] * ((is[i * channels + c] & 0xff) - (was[i * channels + c] & 0xff));
            }
            difference[i] = sum;
        }
        return difference;
    }

    /** Signed differences, so that the noise of either picture cancels; then their size. */
    private static double[] smoothed(double[] values, int width, int height) {
        double[] rows = new double[values.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                rows[i] = (values[x > 0 ? i - 1 : i] + 2 * values[i] + values[x < width - 1 ? i + 1 : i]) / 4;
            }
        }
        double[] both = new double[values.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                double sum = rows[y > 0 ? i - width : i] + 2 * rows[i] + rows[y < height - 1 ? i + width : i];
                both[i] = Math.abs(sum) / 4;
            }
        }
        return both;
    }

    /** The level that parts the values within into two classes of the greatest variance between them; of equals the middle. */
    private static double otsu(double[] values, boolean[] part) {
        int[] counts = new int[BINS];
        int total = 0;
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            if (part[i]) {
                int bin = (int) Math.min(BINS - 1, values[i]);
                counts[bin]++;
                total++;
                sum += bin;
            }
        }
        double best = -1;
        int first = 0;
        int last = 0;
        double below = 0;
        int count = 0;
        for (int bin = 0; bin < BINS - 1; bin++) {
            count += counts[bin];
            below += (double) bin * counts[bin];
            if (count == 0 || count == total) {
                continue;
            }
            double apart = below / count - (sum - below) / (total - count);
            double between = (double) count * (total - count) * apart * apart;
            if (between > best) {
                best = between;
                first = bin + 1;
                last = bin + 1;
            } else if (between == best) {
                last = bin + 1;
            }
        }
        return (first + last) / 2.0;
    }

    /** From above the threshold to all that is joined to it. */
    private static boolean[] grown(double[] values, boolean[] part, int width, double threshold) {
        boolean[] marked = new boolean[values.length];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < values.length; i++) {
            if (part[i] && values[i] >= threshold) {
                marked[i] = true;
                open.add(i);
            }
        }
        while (!open.isEmpty()) {
            for (int next : Regions.neighbours(open.remove(), width, values.length)) {
                if (part[next] && !marked[next] && values[next] >= JOINED * threshold) {
                    marked[next] = true;
                    open.add(next);
                }
            }
        }
        return marked;
    }

    /** What is joined, along edges and corners. */
    private static final class Regions {
        private Regions() {}

        static int[] neighbours(int i, int width, int size) {
            int[] found = new int[8];
            int n = 0;
            int x = i % width;
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int at = i + dy * width + dx;
                    boolean inside = x + dx >= 0 && x + dx < width && at >= 0 && at < size;
                    if ((dx != 0 || dy != 0) && inside) {
                        found[n++] = at;
                    }
                }
            }
            return Arrays.copyOf(found, n);
        }

        /** Unmarks regions of fewer pixels. */
        static void drop(boolean[] marked, int width, int fewest) {
            boolean[] seen = new boolean[marked.length];
            for (int i = 0; i < marked.length; i++) {
                if (marked[i] && !seen[i]) {
                    int[] region = region(marked, seen, i, width);
                    for (int at : region.length < fewest ? region : new int[0]) {
                        marked[at] = false;
                    }
                }
            }
        }

        private static int[] region(boolean[] marked, boolean[] seen, int start, int width) {
            int[] region = new int[16];
            int size = 0;
            Deque<Integer> open = new ArrayDeque<>();
            open.add(start);
            seen[start] = true;
            while (!open.isEmpty()) {
                int at = open.remove();
                if (size == region.length) {
                    region = Arrays.copyOf(region, 2 * size);
                }
                region[size++] = at;
                for (int next : neighbours(at, width, marked.length)) {
                    if (marked[next] && !seen[next]) {
                        seen[next] = true;
                        open.add(next);
                    }
                }
            }
            return Arrays.copyOf(region, size);
        }
    }
}
