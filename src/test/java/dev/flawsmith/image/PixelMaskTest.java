package dev.flawsmith.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PixelMaskTest {
    private static PixelMask of(String... rows) {
        boolean[] marked = new boolean[rows.length * rows[0].length()];
        for (int i = 0; i < marked.length; i++) {
            marked[i] = rows[i / rows[0].length()].charAt(i % rows[0].length()) == '#';
        }
        return new PixelMask(rows[0].length(), rows.length, marked);
    }

    @Test
    void marksWhatIsBright() {
        byte[] grey = {0, 127, (byte) 128, (byte) 255};
        assertEquals(of("..##"), PixelMask.whereBright(new PixelImage(4, 1, 1, grey)));
        byte[] colours = {(byte) 255, (byte) 129, 0, (byte) 255, (byte) 128, 0};
        assertEquals(of("#."), PixelMask.whereBright(new PixelImage(2, 1, 3, colours)));
    }

    @Test
    void knowsItsBoxAndItsParts() {
        PixelMask mask = of(".....", "..#..", ".##..", ".....");
        assertEquals(new PixelMask.Box(1, 1, 3, 3), mask.box());
        assertEquals(3, mask.area());
        assertEquals(17, mask.inverted().area());
        assertEquals(of(".#", "##"), mask.crop(1, 1, 2, 2));
        assertThrows(IllegalStateException.class, () -> of("..").box());
        assertThrows(IllegalArgumentException.class, () -> mask.crop(4, 0, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new PixelMask(2, 2, new boolean[3]));
    }

    @Test
    void fadesWithinTheSeamButNotAtThePicturesEdge() {
        float third = 1 / 3f;
        assertArrayEquals(new float[] {0, third, 2 * third, 1, 1}, of(".####").weights(2), 1e-6f);
        assertArrayEquals(new float[] {0, 1, 1, 1, 1}, of(".####").weights(0));
        assertArrayEquals(new float[] {1, 1}, of("##").weights(5));
    }

    @Test
    void measuresDistancesExactly() {
        Random random = new Random(3);
        for (int round = 0; round < 30; round++) {
            int width = 1 + random.nextInt(12);
            int height = 1 + random.nextInt(12);
            boolean[] marked = new boolean[width * height];
            for (int i = 0; i < marked.length; i++) {
                marked[i] = random.nextInt(5) > 0;
            }
            PixelMask mask = new PixelMask(width, height, marked);
            float[] weights = mask.weights(99);
            for (int i = 0; i < marked.length; i++) {
                assertEquals(Math.min(1, nearestUnmarked(mask, i) / 100), weights[i], 1e-6);
            }
        }
    }

    private static double nearestUnmarked(PixelMask mask, int place) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                if (!mask.at(y, x)) {
                    nearest = Math.min(nearest, Math.hypot(y - place / mask.width(), x - place % mask.width()));
                }
            }
        }
        return nearest;
    }

    @Test
    void onACoarserGridAPlaceIsMarkedWhereAnyOfItsPixelsIs() {
        boolean[] marked = new boolean[8 * 4];
        marked[8 + 3] = true; // of the second square across, in the first row of squares
        marked[3 * 8] = true; // of the first one, in the second row
        PixelMask coarse = new PixelMask(8, 4, marked).coarsened(4, 2);
        assertArrayEquals(new boolean[] {false, true, false, false, true, false, false, false}, coarse.marked());
        assertEquals(new PixelMask(8, 4, marked), new PixelMask(8, 4, marked).coarsened(8, 4));
        assertThrows(IllegalArgumentException.class, () -> new PixelMask(8, 4, marked).coarsened(3, 2));
    }
}
