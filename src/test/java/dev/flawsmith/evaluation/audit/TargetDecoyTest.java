package dev.flawsmith.evaluation.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TargetDecoyTest {
    private static final double ALL = Double.POSITIVE_INFINITY;

    /** 30 of train, then in turns holdout and train: 40 of each. */
    private static boolean[] labels() {
        boolean[] train = new boolean[80];
        for (int u = 0; u < train.length; u++) {
            train[u] = u < 30 || (u >= 30 && u % 2 == 1 && u < 50);
        }
        return train;
    }

    private static double[] ascending() {
        return IntStream.range(0, 80).mapToDouble(u -> u / 80.0).toArray();
    }

    @Test
    void takesTheLongestPrefixWithinTheRate() {
        // (40/40) (1 + 0) / 30 and (1 + 1) / 31 .. (1 + 3) / 33 and so on: at q = 0.1 up to (1 + 2) / 32
        List<Integer> selected = TargetDecoy.select(ascending(), labels(), 0.1, ALL);
        assertEquals(32, selected.size());
        assertEquals(33, selected.get(31));
        assertEquals(30, TargetDecoy.select(ascending(), labels(), 0.05, ALL).size());
        assertEquals(0, TargetDecoy.select(ascending(), labels(), 0.03, ALL).size());
    }

    @Test
    void equalScoresEnterWithTheHoldoutAmongThem() {
        double[] tied = ascending();
        for (int u = 25; u < 40; u++) {
            tied[u] = tied[25];
        }
        // 25 of train alone, then a block of 5 + 5 of train and 5 of holdout: (1 + 5) / 35 is above 0.1
        assertEquals(25, TargetDecoy.select(tied, labels(), 0.1, ALL).size());
    }

    @Test
    void whatIsFarIsLeftOutFirst() {
        assertEquals(
                20, TargetDecoy.select(ascending(), labels(), 0.1, 19 / 80.0).size());
    }

    @Test
    void reportsNoFewerThanItsRateAllows() {
        assertEquals(31, TargetDecoy.smallest(824, 268, 0.1));
        boolean[] train = new boolean[20];
        for (int u = 0; u < 10; u++) {
            train[u] = true;
        }
        double[] scores = IntStream.range(0, 20).mapToDouble(u -> u).toArray();
        assertEquals(10, TargetDecoy.select(scores, train, 0.1, ALL).size());
        assertEquals(0, TargetDecoy.select(scores, train, 0.09, ALL).size());
    }
}
