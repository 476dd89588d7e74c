package dev.flawsmith.dataset.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The exact border of a piece of a mask, along the edges of its pixels: pixel (x, y) covers [x, x + 1) × [y, y + 1). Filled
 * by the even-odd or the non-zero rule, the rings give exactly the piece's pixels.
 */
final class Outline {
    /** Right, down, left, up: a turn to the right is one further. */
    private static final int[] STEP_X = {1, 0, -1, 0};

    private static final int[] STEP_Y = {0, 1, 0, -1};

    /** From a corner of pixels, the pixel ahead on the right-hand side; the one on the left is that of a turn earlier. */
    private static final int[] RIGHT_X = {0, -1, -1, 0};

    private static final int[] RIGHT_Y = {0, 0, -1, -1};

    private final int[] outer;
    private final List<int[]> holes;

    private Outline(int[] outer, List<int[]> holes) {
        this.outer = outer;
        this.holes = holes;
    }

    static Outline of(MaskRegion region) {
        BitSet walkedTops = new BitSet();
        List<int[]> rings = new ArrayList<>();
        for (int dy = 0; dy < region.height(); dy++) {
            for (int dx = 0; dx < region.width(); dx++) {
                int x = region.x() + dx;
                int y = region.y() + dy;
                // Every ring runs along the top of some pixel, the outer one along the first pixel's.
                boolean top = region.contains(x, y) && !region.contains(x, y - 1);
                if (top && !walkedTops.get(dy * region.width() + dx)) {
                    rings.add(walk(region, x, y, walkedTops));
                }
            }
        }
        return new Outline(rings.get(0), rings.subList(1, rings.size()));
    }

    /**
     * The border without the holes: x, y, x, y, … of the corners, clockwise as seen on the screen, the first not repeated.
     * It touches itself where pixels meet at their corners.
     */
    int[] outer() {
        return outer.clone();
    }

    /** Whether the piece encloses a 4-connected piece of what does not belong to it. */
    boolean hasHoles() {
        return !holes.isEmpty();
    }

    /**
     * One ring for programs that know no holes: outer ring and holes joined by cuts of no width, forth and back, so that
     * both filling rules still give exactly the piece.
     */
    int[] joined() {
        int[] ring = outer.clone();
        for (int[] hole : holes) {
            ring = spliced(ring, hole);
        }
        return ring;
    }

    /** Up to the nearest corner, around the hole back to the hole's first corner, and on from that nearest corner. */
    private static int[] spliced(int[] ring, int[] hole) {
        int at = nearest(ring, hole[0], hole[1]);
        int[] joined = Arrays.copyOf(ring, ring.length + hole.length + 4);
        System.arraycopy(hole, 0, joined, at + 2, hole.length);
        System.arraycopy(hole, 0, joined, at + 2 + hole.length, 2);
        System.arraycopy(ring, at, joined, at + 4 + hole.length, ring.length - at);
        return joined;
    }

    private static int nearest(int[] ring, int x, int y) {
        int nearest = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ring.length; i += 2) {
            long dx = (long) ring[i] - x;
            long dy = (long) ring[i + 1] - y;
            if (dx * dx + dy * dy < least) {
                least = dx * dx + dy * dy;
                nearest = i;
            }
        }
        return nearest;
    }

    /** Walks with the piece on the right-hand side, from the top left corner of a pixel to the right, until back there. */
    private static int[] walk(MaskRegion region, int startX, int startY, BitSet walkedTops) {
        IntStream.Builder corners = IntStream.builder();
        int x = startX;
        int y = startY;
        int direction = 0;
        corners.add(x).add(y);
        while (true) {
            if (direction == 0) {
                walkedTops.set((y - region.y()) * region.width() + x - region.x());
            }
            x += STEP_X[direction];
            y += STEP_Y[direction];
            int turned = turn(region, x, y, direction);
            if (x == startX && y == startY && turned == 0) {
                return corners.build().toArray();
            }
            if (turned != direction) {
                corners.add(x).add(y);
            }
            direction = turned;
        }
    }

    /** Left wherever that is possible: so pixels that only meet at a corner stay in one ring. */
    private static int turn(MaskRegion region, int x, int y, int direction) {
        int left = (direction + 3) % 4;
        if (region.contains(x + RIGHT_X[left], y + RIGHT_Y[left])) {
            return left;
        }
        boolean ahead = region.contains(x + RIGHT_X[direction], y + RIGHT_Y[direction]);
        return ahead ? direction : (direction + 1) % 4;
    }
}
