package dev.flawsmith.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.synthesis.HeldSynthesizer;
import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisListener;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockedSynthesizerTest {
    private final HeldSynthesizer models = new HeldSynthesizer();
    private final LockedSynthesizer locked = new LockedSynthesizer(models);

    private Synthesis submit(long seed) {
        return locked.submit(HeldSynthesizer.request(seed), SynthesisListener.NONE);
    }

    @Test
    void runsOneRequestAtATimeInOrderOfArrival() {
        Synthesis first = submit(1);
        Synthesis second = submit(2);
        submit(3);
        assertEquals(List.of(1L), models.seeds());
        assertFalse(first.images().isDone());
        models.held.get(0).answer();
        assertTrue(first.images().isDone());
        assertEquals(List.of(1L, 2L), models.seeds());
        assertFalse(second.images().isDone());
        models.held.get(1).answer();
        assertEquals(List.of(1L, 2L, 3L), models.seeds());
        models.held.get(2).answer();
        submit(4);
        assertEquals(List.of(1L, 2L, 3L, 4L), models.seeds());
    }

    @Test
    void aFailureIsToldAndLetsTheNextOneRun() {
        Synthesis first = submit(1);
        submit(2);
        models.held
                .get(0)
                .reply()
                .completeExceptionally(new SynthesisException(SynthesisException.Code.ENGINE_FAILURE, "broken"));
        assertTrue(first.images().isCompletedExceptionally());
        assertEquals(List.of(1L, 2L), models.seeds());
    }

    @Test
    void aRequestCancelledWhileItWaitsNeverRuns() {
        submit(1);
        Synthesis second = submit(2);
        submit(3);
        second.cancellation().run();
        assertTrue(second.images().isCompletedExceptionally());
        models.held.get(0).answer();
        assertEquals(List.of(1L, 3L), models.seeds());
    }

    @Test
    void aRequestCancelledWhileItRunsGivesTheLockBack() {
        Synthesis first = submit(1);
        submit(2);
        first.cancellation().run();
        assertTrue(models.held.get(0).reply().isCompletedExceptionally());
        assertEquals(List.of(1L, 2L), models.seeds());
    }

    @Test
    void leavesTheModelsOpen() {
        locked.close();
        assertFalse(models.closed);
    }
}
