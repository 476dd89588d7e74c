package dev.flawsmith.utility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class FiguresTest {
    /** By hand: 9 of 12 right; class 0: TP 3, FP 1, FN 1; class 1: TP 6, FP 2, FN 0; class 2: TP 0, FP 0, FN 2. */
    private static final Confusion THREE = new Confusion(List.of(List.of(3, 1, 0), List.of(0, 6, 0), List.of(1, 1, 0)));

    @Test
    void figuresOfAConfusionAreThoseCountedByHand() {
        assertEquals(9 / 12.0, THREE.accuracy(), 1e-12);
        assertEquals(3 / 4.0, THREE.recall(0), 1e-12);
        assertEquals(3 / 4.0, THREE.precision(0), 1e-12);
        assertEquals(6 / 8.0, THREE.precision(1), 1e-12);
        assertEquals(12 / 14.0, THREE.f1(1), 1e-12);
        assertEquals(0, THREE.precision(2));
        assertEquals((6 / 8.0 + 12 / 14.0) / 3, THREE.macroF1(), 1e-12);
        assertEquals(2 * 12, THREE.plus(THREE).images());
    }

    @Test
    void answersAreCountedByTheLargestProbability() {
        float[][] said = {{0.6f, 0.4f}, {0.1f, 0.9f}, {0.5f, 0.5f}};
        assertEquals(new Confusion(List.of(List.of(1, 1), List.of(1, 0))), Confusion.of(new int[] {0, 0, 1}, said, 2));
    }

    /** Mean 3, deviation 1.5811, error .7071; t(.975, 4) = 2.7764 (any table of Student's t). */
    @Test
    void intervalsAreStudents() {
        Figure figure = Figure.of(new double[] {1, 2, 3, 4, 5});
        assertEquals(3, figure.mean(), 1e-12);
        List<Double> ends = Objects.requireNonNull(figure.ci95());
        assertEquals(3 - 2.7764 * 0.70711, ends.get(0), 1e-4);
        assertEquals(3 + 2.7764 * 0.70711, ends.get(1), 1e-4);
        assertNull(Figure.of(new double[] {1}).ci95());
        assertEquals(List.of(2.0, 2.0), Figure.of(new double[] {2, 2}).ci95());
    }
}
