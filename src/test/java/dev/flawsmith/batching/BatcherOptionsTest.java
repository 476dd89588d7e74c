package dev.flawsmith.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BatcherOptionsTest {
    private static final BatcherOptions TWELVE = new BatcherOptions(1, 12, false, Duration.ZERO);

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,3", "4,4", "5,6", "6,6", "7,8", "8,8", "9,12", "12,12"})
    void padsToTheNextPowerOfTwoOrThreeTimesOne(int rows, int bucket) {
        assertEquals(bucket, TWELVE.bucketFor(rows, 12));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "4,4", "5,5"})
    void neverPadsBeyondTheWidestCall(int rows, int bucket) {
        assertEquals(bucket, TWELVE.bucketFor(rows, 5));
    }

    @Test
    void padsByLessThanAThirdInTwoShapesAnOctave() {
        BatcherOptions wide = new BatcherOptions(1, 256, false, Duration.ZERO);
        Set<Integer> shapes = new TreeSet<>();
        for (int rows = 1; rows <= 256; rows++) {
            int bucket = wide.bucketFor(rows, 256);
            assertTrue(rows <= bucket && 3 * (bucket - rows) < bucket, rows + " in " + bucket);
            shapes.add(bucket);
        }
        assertEquals(16, shapes.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12})
    void alwaysPadsToTheFullBatchWhenBitwise(int rows) {
        assertEquals(12, new BatcherOptions(1, 12, true, Duration.ZERO).bucketFor(rows, 12));
    }

    @Test
    void refusesWhatCannotRun() {
        Duration minute = Duration.ofMinutes(1);
        assertThrows(IllegalArgumentException.class, () -> new BatcherOptions(0, 1, false, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new BatcherOptions(1, 0, false, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new BatcherOptions(1, 1, false, minute.negated()));
        assertThrows(IllegalArgumentException.class, () -> new BatcherOptions(1, 0, 1, false, minute, minute));
        assertThrows(IllegalArgumentException.class, () -> new BatcherOptions(1, 1, 1, false, Duration.ZERO, minute));
        assertThrows(IllegalArgumentException.class, () -> TWELVE.bucketFor(13, 12));
        assertThrows(IllegalArgumentException.class, () -> TWELVE.bucketFor(1, 13));
    }
}
