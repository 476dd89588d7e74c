package dev.flawsmith.synthesis;

import static dev.flawsmith.synthesis.ToyModels.drawn;
import static dev.flawsmith.synthesis.ToyModels.get;
import static dev.flawsmith.synthesis.ToyModels.parts;
import static dev.flawsmith.synthesis.ToyModels.pixels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.sampling.Samplers;
import dev.flawsmith.sampling.SamplingPlan;
import dev.flawsmith.sampling.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
final class PreviewTest {
    private static final long SEED = 101;

    private static final class Watcher implements SynthesisListener {
        private final int wanted;
        private final long seed;
        private final List<Preview> seen = new CopyOnWriteArrayList<>();
        private final Semaphore arrived = new Semaphore(0);

        Watcher(int wanted) {
            this(wanted, SEED);
        }

        Watcher(int wanted, long seed) {
            this.wanted = wanted;
            this.seed = seed;
        }

        @Override
        public int previews() {
            return wanted;
        }

        @Override
        public void previewed(Preview preview) {
            seen.add(preview);
            arrived.release();
        }

        void await(int step) throws InterruptedException {
            while (!steps().contains(step)) {
                assertTrue(arrived.tryAcquire(10, TimeUnit.SECONDS), "expected a preview of step " + step + " in 10 s");
            }
        }

        List<Integer> steps() {
            return seen.stream().map(Preview::step).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"12, 1, '6'", "12, 3, '3 6 9'", "4, 3, '1 2 3'", "2, 3, '1'", "1, 3, ''", "10, 3, '3 5 8'"})
    void comeEvenlySpacedAndNeverAtTheLastStep(int steps, int wanted, String expected) {
        List<String> seen = new ArrayList<>();
        SamplingPlan plan =
                new SamplingPlan(new KarrasSchedule(0.01, 20, 7).levels(steps), 20, new Noise(SEED, 0), 256);
        Trajectory trajectory = new PreviewedTrajectory(
                Samplers.named("euler").start(plan), wanted, (step, estimate) -> seen.add(Integer.toString(step)));
        while (!trajectory.done()) {
            trajectory.accept(new float[trajectory.next().x().length]);
        }
        assertEquals(expected, String.join(" ", seen));
    }

    @Test
    void areTheEstimateOnTheWayAndDoNotChangeTheImage() throws Exception {
        Watcher watcher = new Watcher(3);
        PixelImage image = draw(watcher, GuardPolicy.OFF, ToyModels.UNCHECKED);
        assertEquals(drawn(SEED, 0), image);
        assertEquals(List.of(1, 2, 3), watcher.steps());
        int first = watcher.seen.get(0).released().image().largestDifference(image);
        int last = watcher.seen.get(2).released().image().largestDifference(image);
        assertTrue(0 < last && last < first, "expected previews to near the image, found " + first + ", " + last);
    }

    @Test
    void areNotMadeUnlessAskedFor() throws Exception {
        Watcher watcher = new Watcher(0);
        draw(watcher, GuardPolicy.OFF, ToyModels.UNCHECKED);
        assertEquals(List.of(), watcher.steps());
    }

    @Test
    void goOutWithTheirOwnVerdictAndOnlyThoseThatAreClear() throws Exception {
        Watcher free = new Watcher(3);
        draw(free, GuardPolicy.OFF, ToyModels.UNCHECKED);
        Guard guard = ToyModels.trainedOn(List.of(free.seen.get(0).released().image()));
        Watcher flagged = new Watcher(3);
        draw(flagged, GuardPolicy.FLAG, guard, List.of());
        assertFalse(flagged.steps().contains(1), "steps " + flagged.steps());
        Watcher other = new Watcher(3, SEED + 100);
        draw(other, GuardPolicy.FLAG, guard, List.of(1, 2, 3));
        for (Preview preview : other.seen) {
            assertEquals("clear", preview.released().verdict().wireName());
        }
    }

    private static PixelImage draw(Watcher watcher, GuardPolicy policy, Guard guard) throws Exception {
        return draw(watcher, policy, guard, watcher.wanted == 3 ? List.of(1, 2, 3) : List.of());
    }

    /** Draws in four steps, and takes none before the previews of the last one have come. */
    private static PixelImage draw(Watcher watcher, GuardPolicy policy, Guard guard, List<Integer> previewed)
            throws Exception {
        GaussianDenoiser denoiser = GaussianDenoiser.gated();
        try (DiffusionModel model = new DiffusionModel(parts(denoiser, guard))) {
            SynthesisRequest request =
                    new SynthesisRequest("toy", "pit", null, 1, watcher.seed, ToyModels.STEPS, "euler", 1, policy);
            Synthesis synthesis = model.submit(request, 0, watcher);
            for (int step = 1; step <= ToyModels.STEPS; step++) {
                denoiser.letThrough(1);
                if (previewed.contains(step)) {
                    watcher.await(step);
                }
            }
            return pixels(get(synthesis).get(0));
        }
    }
}
