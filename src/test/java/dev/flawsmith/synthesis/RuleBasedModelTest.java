package dev.flawsmith.synthesis;

import static dev.flawsmith.synthesis.ToyModels.failure;
import static dev.flawsmith.synthesis.ToyModels.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RuleBasedModelTest {
    private final Semaphore permits = new Semaphore(0);
    private final Semaphore arrived = new Semaphore(0);
    private final List<Long> drawn = Collections.synchronizedList(new ArrayList<>());
    private final RuleBasedModel model =
            new RuleBasedModel(ToyModels.RULED, this::draw, "rules learn from no photo", 100);

    private PixelImage draw(String className, long seed) {
        arrived.release();
        permits.acquireUninterruptibly();
        drawn.add(seed);
        if (seed == 666) {
            throw new IllegalArgumentException("a beast");
        }
        return new PixelImage(1, 1, 1, new byte[] {(byte) (seed + className.length())});
    }

    private Synthesis submit(int n, long seed) {
        return model.submit(
                new SynthesisRequest("ruled", "dot", null, n, seed, 0, "none", 1, GuardPolicy.RESAMPLE),
                0,
                SynthesisListener.NONE);
    }

    @Test
    void releasesUncheckedImagesWithTheirOwnSeeds() throws Exception {
        permits.release(1000);
        try (model) {
            List<SynthesizedImage> images = get(submit(3, 5));
            for (int i = 0; i < 3; i++) {
                assertEquals(5 + i, images.get(i).recipe().seed());
                assertEquals(5 + i + 3, images.get(i).released().image().sample(0, 0, 0));
                assertEquals(
                        new Verdict.NotChecked("rules learn from no photo"),
                        images.get(i).released().verdict());
            }
        }
    }

    @Test
    void drawsRequestsInTurn() throws Exception {
        try (model) {
            Synthesis large = submit(50, 100);
            arrived.acquire();
            Synthesis single = submit(1, 7);
            permits.release(1000);
            get(single);
            get(large);
            assertEquals(List.of(100L, 7L, 101L), drawn.subList(0, 3));
        }
    }

    @Test
    void tellsHowManyImagesAreDrawnBeforeARequestsFirst() throws Exception {
        try (model) {
            Synthesis large = submit(50, 100);
            arrived.acquire();
            Synthesis cancelled = submit(5, 7);
            Synthesis last = submit(2, 8);
            assertEquals(List.of(0, 1, 2), aheadOf(large, cancelled, last));
            permits.release(1);
            arrived.acquire();
            assertEquals(List.of(0, 0, 1), aheadOf(large, cancelled, last));
            cancelled.cancellation().run();
            permits.release(1);
            arrived.acquire();
            assertEquals(0, last.ahead().getAsInt());
            permits.release(1000);
            get(last);
            get(large);
            assertEquals(8, drawn.get(2));
        }
    }

    private static List<Integer> aheadOf(Synthesis... each) {
        return Arrays.stream(each).map(one -> one.ahead().getAsInt()).toList();
    }

    @Test
    void refusesWhatItHasNoPlacesForUntilSomeAreFree() throws Exception {
        try (model) {
            Synthesis large = submit(99, 0);
            assertEquals(
                    Code.QUEUE_FULL,
                    assertThrows(SynthesisException.class, () -> submit(2, 0)).code());
            large.cancellation().run();
            assertEquals(Code.CANCELLED, failure(large).code());
            permits.release(1000);
            assertEquals(100, get(submit(100, 0)).size());
        }
    }

    @Test
    void aRuleThatFailsFailsItsRequestAlone() throws Exception {
        permits.release(1000);
        try (model) {
            SynthesisException e = failure(submit(5, 664));
            assertEquals(Code.ENGINE_FAILURE, e.code());
            assertEquals("the rule failed: a beast", e.getMessage());
            assertEquals(2, get(submit(2, 0)).size());
        }
    }

    @Test
    void closingFinishesWhatHasBegunAndFailsWhatHasNot() throws Exception {
        Synthesis begun = submit(4, 0);
        arrived.acquire();
        permits.release(1);
        arrived.acquire();
        Synthesis queued = submit(4, 10);
        Thread closer = new Thread(model::close);
        closer.start();
        awaitRefusal();
        permits.release(1000);
        assertEquals(Code.SHUTTING_DOWN, failure(queued).code());
        assertEquals(4, get(begun).size());
        closer.join(10_000);
        assertFalse(closer.isAlive());
        assertTrue(drawn.stream().noneMatch(seed -> seed > 10), drawn.toString());
    }

    /** Closing has begun when newcomers are refused for that. */
    private void awaitRefusal() {
        while (true) {
            try {
                submit(1, 5).cancellation().run();
            } catch (SynthesisException e) {
                assertEquals(Code.SHUTTING_DOWN, e.code());
                return;
            }
        }
    }
}
