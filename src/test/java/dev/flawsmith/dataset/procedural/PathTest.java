package dev.flawsmith.dataset.procedural;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PathTest {
    private static final Frame FRAME = new Frame(40, 30);

    @Test
    void visitsExactlyThePixelsWithinReachOnceWithTheirDistance() {
        double[] xs = {-4, 12.3, 20.5, 18.2, 45};
        double[] ys = {3, 8.1, 22.4, 27.9, 28};
        Map<Integer, Double> seen = new HashMap<>();
        new Path(xs, ys).visitWithin(3.5, FRAME, (pixel, offset, arc) -> {
            assertFalse(seen.containsKey(pixel), () -> "pixel " + pixel + " visited twice");
            seen.put(pixel, Math.abs(offset));
        });
        for (int pixel = 0; pixel < FRAME.pixels(); pixel++) {
            double expected = distance(xs, ys, pixel);
            assertEquals(expected < 3.5, seen.containsKey(pixel), "pixel " + pixel + " at " + expected);
            if (expected < 3.5) {
                assertEquals(expected, seen.getOrDefault(pixel, Double.NaN), 1e-4);
            }
        }
        assertTrue(seen.size() > 100);
    }

    /** By brute force: the nearest of many points on the line. */
    private static double distance(double[] xs, double[] ys, int pixel) {
        int row = pixel / 40;
        double x = pixel % 40 + 0.5;
        double y = row + 0.5;
        double nearest = Double.MAX_VALUE;
        for (int i = 1; i < xs.length; i++) {
            for (int k = 0; k <= 20_000; k++) {
                double t = k / 20_000.0;
                double dx = xs[i - 1] + t * (xs[i] - xs[i - 1]) - x;
                double dy = ys[i - 1] + t * (ys[i] - ys[i - 1]) - y;
                nearest = Math.min(nearest, dx * dx + dy * dy);
            }
        }
        return Math.sqrt(nearest);
    }

    @Test
    void tellsTheSidesApartAndHowFarAlong() {
        Path rightwards = new Path(new double[] {5, 25}, new double[] {10.5, 10.5});
        assertEquals(20, rightwards.length(), 1e-12);
        rightwards.visitWithin(4, FRAME, (pixel, offset, arc) -> {
            int row = pixel / 40;
            double y = row + 0.5;
            double x = pixel % 40 + 0.5;
            if (x > 5 && x < 25) {
                assertEquals(y - 10.5, offset, 1e-5); // positive below: to the right of the way
                assertEquals(x - 5, arc, 1e-5);
            }
        });
    }

    @Test
    void refusesASinglePoint() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new Path(new double[] {1}, new double[] {1}));
        assertEquals("expected two or more points, found 1 xs and 1 ys", refused.getMessage());
    }
}
