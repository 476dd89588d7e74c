package dev.flawsmith.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class CopyRetrievalTest {
    /** Four images on a line; neighbours 1, 1, 2 and 3 apart. */
    private static final float[][] POOL = {{0}, {1}, {3}, {6}};

    @Test
    void theThresholdIsTheSmallestNeighbourDistanceOfASmallPool() {
        assertEquals(1, new CopyRetrieval(POOL).threshold());
    }

    @Test
    void foundAndBelowAreCountedApart() {
        // At 0.4 below the threshold; at 1.6 nearer to another one; 1.2 from 3 but nearest to it; 1 from 6: not below
        // 1.
        CopyRetrieval.Outcome outcome = new CopyRetrieval(POOL).search(new float[][] {{0.4f}, {2.6f}, {4.2f}, {7}});
        assertEquals(0.75, outcome.found());
        assertEquals(0.25, outcome.below());
        assertEquals(1.2, outcome.medianDistance(), 1e-6);
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new CopyRetrieval(new float[][] {{1}}));
        CopyRetrieval retrieval = new CopyRetrieval(POOL);
        assertThrows(IllegalArgumentException.class, () -> retrieval.search(new float[][] {{1}}));
    }
}
