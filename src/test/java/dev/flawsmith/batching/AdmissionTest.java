package dev.flawsmith.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    @Test
    void refusesAWholeRequestAndSaysHowManyPlacesAreTaken() {
        Admission admission = new Admission(10);
        admission.take(7);

        BatchingException e = assertThrows(BatchingException.class, () -> admission.take(4));

        assertEquals(BatchingException.Reason.QUEUE_FULL, e.reason());
        assertEquals("expected room for 4 images, found 7 of 10 places taken", e.getMessage());
        assertEquals(7, admission.taken());
        admission.take(3);
        assertEquals(10, admission.taken());
    }

    @Test
    void refusesMoreThanItCouldEverHoldWithoutOverflow() {
        Admission admission = new Admission(10);
        admission.take(1);
        assertThrows(BatchingException.class, () -> admission.take(Integer.MAX_VALUE));
    }

    @Test
    void isNeverOverItsLimitWhenThreadsRace() throws Exception {
        Admission admission = new Admission(100);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> taken = pool.invokeAll(IntStream.range(0, 4)
                    .<java.util.concurrent.Callable<Integer>>mapToObj(thread -> () -> takeAll(admission))
                    .toList());
            int total = 0;
            for (Future<Integer> each : taken) {
                total += each.get();
            }
            assertEquals(99, total);
            assertEquals(99, admission.taken());
        } finally {
            pool.shutdownNow();
        }
    }

    private static int takeAll(Admission admission) {
        int taken = 0;
        for (int i = 0; i < 100; i++) {
            try {
                admission.take(3);
                taken += 3;
            } catch (BatchingException full) {
                assertEquals(BatchingException.Reason.QUEUE_FULL, full.reason());
            }
        }
        return taken;
    }
}
