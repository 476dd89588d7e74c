package dev.flawsmith.dataset.export;

import dev.flawsmith.image.PixelImage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** One 8-connected piece of a mask: its box in the image and the pixels in it. Immutable. */
final class MaskRegion {
    private final int x;
    private final int y;
    private final int width;
    private final int height;
    private final BitSet pixels;

    private MaskRegion(int x, int y, int width, int height, BitSet pixels) {
        this.x = x;
        this.y = y;
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /** All pieces of what is not 0, in the order of their first pixels, row by row. */
    static List<MaskRegion> of(PixelImage mask) {
        byte[] left = mask.samples();
        int[] found = new int[left.length];
        List<MaskRegion> regions = new ArrayList<>();
        int end = 0;
        for (int p = 0; p < left.length; p++) {
            if (left[p] != 0) {
                int start = end;
                end = fill(left, mask.width(), p, found, start);
                regions.add(around(found, start, end, mask.width()));
            }
        }
        return regions;
    }

    int x() {
        return x;
    }

    int y() {
        return y;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Pixels. */
    int area() {
        return pixels.cardinality();
    }

    /** Whether a pixel of the image, or one beyond its edges, belongs to this piece. */
    boolean contains(int column, int row) {
        int dx = column - x;
        int dy = row - y;
        return dx >= 0 && dy >= 0 && dx < width && dy < height && pixels.get(dy * width + dx);
    }

    /** Takes the piece around a pixel out of what is left, into {@code found} from {@code start} on; returns its end. */
    private static int fill(byte[] left, int imageWidth, int pixel, int[] found, int start) {
        int imageHeight = left.length / imageWidth;
        int end = start;
        left[pixel] = 0;
        found[end++] = pixel;
        for (int next = start; next < end; next++) {
            int column = found[next] % imageWidth;
            int row = found[next] / imageWidth;
            for (int r = Math.max(0, row - 1); r <= Math.min(imageHeight - 1, row + 1); r++) {
                for (int c = Math.max(0, column - 1); c <= Math.min(imageWidth - 1, column + 1); c++) {
                    int p = r * imageWidth + c;
                    if (left[p] != 0) {
                        left[p] = 0;
                        found[end++] = p;
                    }
                }
            }
        }
        return end;
    }

    private static MaskRegion around(int[] found, int start, int end, int imageWidth) {
        int minX = Integer.MAX_VALUE;
        int minY = Integer.MAX_VALUE;
        int maxX = 0;
        int maxY = 0;
        for (int i = start; i < end; i++) {
            minX = Math.min(minX, found[i] % imageWidth);
            maxX = Math.max(maxX, found[i] % imageWidth);
            minY = Math.min(minY, found[i] / imageWidth);
            maxY = Math.max(maxY, found[i] / imageWidth);
        }
        int width = maxX - minX + 1;
        BitSet pixels = new BitSet();
        for (int i = start; i < end; i++) {
            pixels.set((found[i] / imageWidth - minY) * width + found[i] % imageWidth - minX);
        }
        return new MaskRegion(minX, minY, width, maxY - minY + 1, pixels);
    }
}
