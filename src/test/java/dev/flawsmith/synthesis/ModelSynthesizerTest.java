package dev.flawsmith.synthesis;

import static dev.flawsmith.synthesis.ToyModels.UNCHECKED;
import static dev.flawsmith.synthesis.ToyModels.parts;
import static dev.flawsmith.synthesis.ToyModels.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ModelSynthesizerTest {
    @Test
    void wantsModelsOfDifferentNames() {
        assertThrows(IllegalArgumentException.class, () -> new ModelSynthesizer(List.of()));
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), UNCHECKED))) {
            assertThrows(IllegalArgumentException.class, () -> new ModelSynthesizer(List.of(model, model)));
        }
    }

    @Test
    void refusesToReplayWithOtherWeightsOrAnImpossibleAttempt() {
        try (ModelSynthesizer synthesizer =
                new ModelSynthesizer(List.of(new DiffusionModel(parts(GaussianDenoiser.free(), UNCHECKED))))) {
            Recipe other =
                    new Recipe("toy", "ef".repeat(32), "pit", null, 1, 0, 4, "euler", 1, GuardPolicy.FLAG, "e", 0);
            SynthesisException e =
                    assertThrows(SynthesisException.class, () -> synthesizer.replay(other, SynthesisListener.NONE));
            assertEquals(Code.INVALID_REQUEST, e.code());
            assertEquals("model_sha256", e.errors().get(0).field());

            Recipe far = new Recipe("toy", "ab".repeat(32), "pit", null, 1, 9, 4, "euler", 1, GuardPolicy.FLAG, "e", 0);
            SynthesisException tooFar =
                    assertThrows(SynthesisException.class, () -> synthesizer.replay(far, SynthesisListener.NONE));
            assertEquals("attempt: expected an attempt from 0 to 3, found 9", tooFar.getMessage());
        }
    }

    @Test
    void aListenerHearsOneThingAtATimeAndNothingAfterTheEnd() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        AtomicInteger released = new AtomicInteger();
        SynthesisListener listener = new SynthesisListener() {
            @Override
            public void progressed(int stepsDone, int stepsTotal) {
                hear();
            }

            @Override
            public void released(SynthesizedImage image) {
                hear();
                released.incrementAndGet();
                throw new IllegalStateException("deaf, and no harm done");
            }

            private void hear() {
                overlaps.addAndGet(inside.getAndIncrement());
                for (int i = 0; i < 10_000; i++) { // long enough that calls at the same time would meet
                    overlaps.addAndGet(0);
                }
                inside.decrementAndGet();
            }
        };
        try (ModelSynthesizer synthesizer =
                new ModelSynthesizer(List.of(new DiffusionModel(parts(GaussianDenoiser.free(), UNCHECKED))))) {
            assertEquals(
                    40,
                    ToyModels.get(synthesizer.submit(request(40, 1, GuardPolicy.FLAG), listener))
                            .size());
            assertEquals(40, released.get());
            assertEquals(0, overlaps.get());
        }
    }

    @Test
    void aThousandRequestsFromEightThreadsWithRandomCancelsAllEnd() throws Exception {
        long seed = 20261124L;
        DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), UNCHECKED));
        ExecutorService clients = Executors.newFixedThreadPool(8);
        List<Callable<int[]>> work = new ArrayList<>();
        int answered = 0;
        int cancelled = 0;
        try (ModelSynthesizer synthesizer = new ModelSynthesizer(List.of(model))) {
            for (int client = 0; client < 8; client++) {
                Random random = new Random(seed + client);
                work.add(() -> requests(synthesizer, random));
            }
            for (Future<int[]> each : clients.invokeAll(work)) {
                answered += each.get()[0];
                cancelled += each.get()[1];
            }
        } finally {
            clients.shutdownNow();
        }
        assertEquals(1000, answered + cancelled, "seed " + seed);
        assertTrue(answered > 500 && cancelled > 50, "seed " + seed + ": " + answered + " and " + cancelled);
        assertEquals(0, model.images());
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .anyMatch(name -> name.equals("batcher-toy") || name.startsWith("worker-toy-")));
    }

    private static int[] requests(Synthesizer synthesizer, Random random) throws Exception {
        int[] outcomes = new int[2];
        for (int r = 0; r < 125; r++) {
            Synthesis synthesis = synthesizer.submit(
                    request(1 + random.nextInt(4), random.nextInt(1000), GuardPolicy.RESAMPLE), SynthesisListener.NONE);
            if (random.nextInt(4) == 0) {
                synthesis.cancellation().run();
            }
            boolean failed = synthesis.images().handle((images, e) -> e != null).get(10, TimeUnit.SECONDS);
            outcomes[failed ? 1 : 0]++;
        }
        return outcomes;
    }
}
