package dev.flawsmith.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.BatchingException.Reason;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private static final long MIB = 1 << 20;

    private final Admission admission = new Admission(10, 8 * MIB);

    @Test
    void refusesAWholeRequestForWantOfPlacesAndNamesBothLimits() {
        admission.take(7, MIB);

        BatchingException e = assertThrows(BatchingException.class, () -> admission.take(4, MIB));

        assertEquals(Reason.QUEUE_FULL, e.reason());
        assertEquals(
                "expected room for 4 images and 1.0 MiB of state, found 7 of 10 images and 1.0 of 8.0 MiB taken",
                e.getMessage());
        assertEquals(7, admission.images());
        assertEquals(MIB, admission.bytes());
        admission.take(3, 7 * MIB);
        assertEquals(10, admission.images());
    }

    @Test
    void refusesAWholeRequestForWantOfBytesThoughItHasPlaces() {
        admission.take(1, 6 * MIB);

        BatchingException e = assertThrows(BatchingException.class, () -> admission.take(1, 5 * MIB / 2));

        assertEquals(Reason.QUEUE_FULL, e.reason());
        assertEquals(
                "expected room for 1 images and 2.5 MiB of state, found 1 of 10 images and 6.0 of 8.0 MiB taken",
                e.getMessage());
        assertEquals(1, admission.images());
        admission.giveBack(0, 6 * MIB);
        admission.take(1, 8 * MIB);
    }

    @Test
    void tellsWhatItCouldNeverHoldFromWhatItHasNoRoomForNow() {
        admission.take(1, 1);
        for (long bytes : new long[] {1, 8 * MIB + 1, Long.MAX_VALUE}) {
            int images = bytes == 1 ? Integer.MAX_VALUE : 1;
            BatchingException e = assertThrows(BatchingException.class, () -> admission.take(images, bytes));
            assertEquals(Reason.TOO_LARGE, e.reason());
            assertTrue(
                    String.valueOf(e.getMessage())
                            .startsWith("expected at most 10 images and 8.0 MiB of state at once"),
                    e.getMessage());
        }
    }

    @Test
    void isNeverOverEitherLimitWhenThreadsRace() throws Exception {
        Admission raced = new Admission(100, 1000);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> taken = pool.invokeAll(IntStream.range(0, 4)
                    .<Callable<Integer>>mapToObj(thread -> () -> takeAll(raced, thread % 2 == 0 ? 3 : 40))
                    .toList());
            int images = 0;
            for (Future<Integer> each : taken) {
                images += each.get();
            }
            assertEquals(images, raced.images());
            assertTrue(raced.images() <= 100 && raced.bytes() <= 1000, raced.images() + ", " + raced.bytes());
            assertTrue(raced.images() > 97 || raced.bytes() > 1000 - 40, raced.images() + ", " + raced.bytes());
        } finally {
            pool.shutdownNow();
        }
    }

    private static int takeAll(Admission admission, int bytes) {
        int taken = 0;
        for (int i = 0; i < 100; i++) {
            try {
                admission.take(3, bytes);
                taken += 3;
                if (i % 4 == 0) {
                    admission.giveBack(3, bytes);
                    taken -= 3;
                }
            } catch (BatchingException full) {
                assertEquals(Reason.QUEUE_FULL, full.reason());
            }
        }
        return taken;
    }
}
