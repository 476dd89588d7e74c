package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.synthesis.HeldSynthesizer;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisListener;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private final HeldSynthesizer models = new HeldSynthesizer(
            HeldSynthesizer.model("one", true),
            HeldSynthesizer.model("ruled", false),
            HeldSynthesizer.model("two", true));

    private List<String> drawn() {
        return models.held.stream().map(held -> held.request().model()).toList();
    }

    @Test
    void drawsOneImageOfEveryNetworkOneAfterTheOther() {
        WarmUp.start(models, 3);
        assertEquals(List.of("one"), drawn());
        assertEquals(3, models.held.get(0).request().steps());
        assertEquals(1, models.held.get(0).request().n());
        models.held.get(0).answer();
        assertEquals(List.of("one", "two"), drawn());
        models.held.get(1).answer();
        assertEquals(List.of("one", "two"), drawn());
    }

    @Test
    void givesWayToTheFirstRequest() {
        WarmUp warmUp = WarmUp.start(models, 3);
        assertFalse(models.held.get(0).reply().isDone());
        warmUp.submit(HeldSynthesizer.request(7), SynthesisListener.NONE);
        assertTrue(models.held.get(0).reply().isCompletedExceptionally());
        assertEquals(List.of("one", "toy"), drawn());
        models.held.get(1).answer();
        assertEquals(List.of("one", "toy"), drawn());
    }

    @Test
    void aRequestAfterItHasEndedIsNotTouched() {
        WarmUp warmUp = WarmUp.start(models, 3);
        models.held.get(0).answer();
        models.held.get(1).answer();
        warmUp.submit(HeldSynthesizer.request(7), SynthesisListener.NONE);
        warmUp.submit(HeldSynthesizer.request(8), SynthesisListener.NONE);
        assertFalse(models.held.get(2).reply().isDone());
        assertFalse(models.held.get(3).reply().isDone());
    }

    @Test
    void anImageThatFailsEndsItAndNothingElse() {
        WarmUp warmUp = WarmUp.start(models, 3);
        models.held
                .get(0)
                .reply()
                .completeExceptionally(new SynthesisException(SynthesisException.Code.ENGINE_FAILURE, "broken"));
        assertEquals(List.of("one"), drawn());
        warmUp.submit(HeldSynthesizer.request(7), SynthesisListener.NONE);
        assertEquals(List.of("one", "toy"), drawn());
    }

    @Test
    void drawsNothingWithoutSteps() {
        WarmUp.start(models, 0);
        assertEquals(List.of(), drawn());
    }

    @Test
    void closesTheModelsAndStopsDrawing() {
        WarmUp.start(models, 3).close();
        assertTrue(models.held.get(0).reply().isCompletedExceptionally());
        assertTrue(models.closed);
    }
}
