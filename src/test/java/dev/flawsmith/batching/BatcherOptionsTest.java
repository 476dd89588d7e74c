package dev.flawsmith.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BatcherOptionsTest {
    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "4,4", "5,8", "6,8", "7,12", "8,12", "9,12", "12,12"})
    void padsToTheNextPowerOfTwoOrToTheFullBatch(int rows, int bucket) {
        assertEquals(bucket, new BatcherOptions(1, 12, false, Duration.ZERO).bucketFor(rows));
    }

    @ParameterizedTest
    @CsvSource({"1", "5", "12"})
    void alwaysPadsToTheFullBatchWhenBitwise(int rows) {
        assertEquals(12, new BatcherOptions(1, 12, true, Duration.ZERO).bucketFor(rows));
    }

    @Test
    void refusesWhatCannotRun() {
        assertThrows(IllegalArgumentException.class, () -> new BatcherOptions(0, 1, false, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new BatcherOptions(1, 0, false, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new BatcherOptions(1, 1, false, Duration.ofSeconds(-1)));
        assertThrows(IllegalArgumentException.class, () -> BatcherOptions.DEFAULTS.bucketFor(17));
    }
}
