package dev.flawsmith.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static List<Double> upTo(int n) {
        return IntStream.rangeClosed(1, n).mapToObj(i -> (double) (n + 1 - i)).toList();
    }

    @Test
    void theMedianIsTheMiddleOrTheMeanOfTwo() {
        assertEquals(3, Statistics.median(upTo(5)));
        assertEquals(3.5, Statistics.median(upTo(6)));
        assertEquals(7, Statistics.median(List.of(7.0)));
    }

    @Test
    void aQuantileIsTheSmallestValueThatSoManyDoNotExceed() {
        assertEquals(19, Statistics.quantile(upTo(20), 0.95));
        assertEquals(20, Statistics.quantile(upTo(21), 0.95));
        assertEquals(31, Statistics.quantile(upTo(32), 0.95));
        assertEquals(3, Statistics.quantile(upTo(3), 1));
        assertEquals(1, Statistics.quantile(upTo(3), 0.01));
    }

    @Test
    void refusesNoValuesAndNoShare() {
        assertThrows(IllegalArgumentException.class, () -> Statistics.median(List.of()));
        assertThrows(IllegalArgumentException.class, () -> Statistics.quantile(upTo(3), 0));
        assertThrows(IllegalArgumentException.class, () -> Statistics.quantile(upTo(3), 1.1));
    }
}
